import { z } from "zod";

const write = z.looseObject({
  service: z.string(),
  method: z.string(),
  path: z.string(),
  body: z.unknown(),
});

const mail = z.looseObject({
  id: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
});

const billLine = z.looseObject({
  additionId: z.number(),
  serialNumber: z.string().nullish(),
  amount: z.string(),
  cost: z.string(),
});

const bill = z.looseObject({
  agreementId: z.number(),
  periodStart: z.string(),
  periodEnd: z.string(),
  lines: z.array(billLine),
});

const invoice = z.looseObject({
  id: z.string(),
  issued: z.boolean(),
  periodStart: z.string(),
  total: z.string().nullable(),
});

const invoiceLine = z.looseObject({
  subscriptionId: z.string(),
  quantity: z.string(),
  billableRatio: z.string(),
  chargeStart: z.string(),
  chargeEnd: z.string(),
});

const call = z.looseObject({
  service: z.string(),
  method: z.string(),
  path: z.string(),
  calls: z.number(),
});

/** `<subscription id>:<kind>`; other tools leave references of other shapes. */
const ourKey = /^[0-9a-f-]{36}:[a-z]+$/;

const addition = z.looseObject({
  id: z.number(),
  agreementId: z.number(),
  quantity: z.number(),
  effectiveDate: z.string(),
  cancelledDate: z.string().nullish(),
  serialNumber: z.string().nullish(),
});

export type SandboxAddition = z.infer<typeof addition>;

export type SandboxInvoice = {
  invoiceId: string;
  /** Rows count from 1. */
  lines: (z.infer<typeof invoiceLine> & { row: number })[];
};

export type SandboxWrite = z.infer<typeof write>;
export type SandboxMail = z.infer<typeof mail>;
export type SandboxBill = z.infer<typeof bill>;

/** What a test tells the sandboxes over their control interface, like any outside client. */
export class SandboxControl {
  constructor(private readonly url: string) {}

  async writes(service: string): Promise<SandboxWrite[]> {
    const all = z.array(write).parse(await this.call("GET", "/writes"));
    return all.filter((one) => one.service === service);
  }

  async mails(): Promise<SandboxMail[]> {
    return z.array(mail).parse(await this.call("GET", "/mails"));
  }

  async bill(): Promise<SandboxBill[]> {
    return z.object({ invoices: z.array(bill) }).parse(await this.call("POST", "/bill", {})).invoices;
  }

  /** The same of a PSA by its name, with what it is told; the answer as it comes. */
  async billBy(service: string, choice: object): Promise<unknown> {
    const answer = await this.call("POST", "/bill", { service, ...choice });
    return z.object({ invoices: z.unknown() }).parse(answer).invoices;
  }

  async issueNextInvoice(): Promise<void> {
    await this.call("POST", "/invoices/next", {});
  }

  /** The newest invoice that PRISM has issued, with the rows of its file. */
  async newestInvoice(): Promise<SandboxInvoice> {
    const all = z.array(invoice).parse(await this.entities("prism", "invoices"));
    const [newest] = all.filter((one) => one.issued).sort((a, b) => (a.periodStart < b.periodStart ? 1 : -1));
    if (!newest) throw new Error("PRISM has issued no invoice.");
    const whole = await this.call("GET", `/entities/prism/invoices/${newest.id}`);
    const { lines } = z.object({ lines: z.array(invoiceLine) }).parse(whole);
    return { invoiceId: newest.id, lines: lines.map((line, index) => ({ ...line, row: index + 1 })) };
  }

  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.call("POST", "/faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.call("DELETE", "/faults");
  }

  async entities(service: string, kind: string): Promise<Record<string, unknown>[]> {
    return z
      .array(z.record(z.string(), z.unknown()))
      .parse(await this.call("GET", `/entities/${service}/${kind}`));
  }

  /** Additions that carry a key of ours, by key and first day. */
  async ourAdditions(): Promise<SandboxAddition[]> {
    const all = z.array(addition).parse(await this.entities("connectwise", "additions"));
    const order = ({ serialNumber, effectiveDate }: SandboxAddition) => `${serialNumber} ${effectiveDate}`;
    return all
      .filter(({ serialNumber }) => ourKey.test(serialNumber ?? ""))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** How often a call came in, whether it was answered well or not. */
  async countCalls(service: string, method: string, path: RegExp): Promise<number> {
    const all = z.array(call).parse(await this.call("GET", "/calls"));
    const matching = all.filter(
      (one) => one.service === service && one.method === method && path.test(one.path),
    );
    return matching.reduce((total, one) => total + one.calls, 0);
  }

  async edit(service: string, kind: string, id: string | number, change: unknown): Promise<void> {
    await this.call("PATCH", `/entities/${service}/${kind}/${id}`, change);
  }

  /** A person makes one; gives its id. */
  async create(service: string, kind: string, entity: unknown): Promise<number> {
    return z.object({ id: z.number() }).parse(await this.call("POST", `/entities/${service}/${kind}`, entity))
      .id;
  }

  /** A person changes units in Autotask; what is made has no id and cannot be read again. */
  async adjustUnits(adjustment: Record<string, unknown>): Promise<void> {
    await this.call("POST", "/entities/autotask/adjustments", adjustment);
  }

  async remove(service: string, kind: string, id: string | number): Promise<void> {
    await this.call("DELETE", `/entities/${service}/${kind}/${id}`);
  }

  async settings(change: unknown): Promise<void> {
    await this.call("PATCH", "/settings", change);
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }
}
