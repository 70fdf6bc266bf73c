import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { Decimal } from "decimal.js";
import { z } from "zod";
import type { ProductRig } from "@/scripts/testing/product-rig";
import type { SandboxBill } from "@/scripts/testing/sandbox-control";

/** What a test does and sees outside the product: PRISM's invoice, the PSA's bill, a person's edits in the PSA. */

const token = z.object({ access_token: z.string() });
const invoiceList = z.object({
  Records: z.array(z.looseObject({ InvoiceId: z.string(), BillingPeriodStart: z.string() })),
});
const csvLine = z.looseObject({ SubTotal: z.string(), SubTotalRrp: z.string() });

export type Amounts = { cost: string; price: string };

/** The newest invoice's amounts, read from PRISM over its own interface. */
export async function readInvoice(rig: ProductRig): Promise<Amounts> {
  const { api, identity, clientId, clientSecret } = rig.sandbox.endpoints.prism;
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: "rhipeapi",
  });
  const answer = await fetch(`${identity}/core/connect/token`, { method: "POST", body: form });
  const { access_token } = token.parse(await answer.json());
  const headers = { authorization: `Bearer ${access_token}` };
  const list = await fetch(`${api}/api/v2/invoices`, { headers });
  const { Records } = invoiceList.parse(await list.json());
  const [newest] = Records.sort((a, b) => (a.BillingPeriodStart < b.BillingPeriodStart ? 1 : -1));
  const csv = await fetch(`${api}/api/v1/me/invoice/${newest?.InvoiceId}/csv`, { headers });
  const lines = z.array(csvLine).parse(parse(await csv.text(), { columns: true, bom: true }));
  return {
    cost: sum(lines.map((line) => line.SubTotal)),
    price: sum(lines.map((line) => line.SubTotalRrp)),
  };
}

/** What the PSA billed for the lines that carry a key of ours. */
export function billedAmounts(bills: SandboxBill[]): Amounts {
  const ours = bills.flatMap((bill) => bill.lines).filter((line) => line.serialNumber);
  return { cost: sum(ours.map((line) => line.cost)), price: sum(ours.map((line) => line.amount)) };
}

function sum(amounts: string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)).toFixed(2);
}

const agreement = z.looseObject({
  id: z.number(),
  company: z.looseObject({ name: z.string() }),
});

/** A person in the PSA ends an agreement that bills our lines. */
export async function endOneAgreement(
  rig: ProductRig,
  lastDay: string,
): Promise<{ id: number; company: string }> {
  const additions = await rig.control.entities("connectwise", "additions");
  const ours = additions.find((addition) => typeof addition.serialNumber === "string");
  const agreements = z.array(agreement).parse(await rig.control.entities("connectwise", "agreements"));
  const found = agreements.find(({ id }) => id === ours?.agreementId);
  if (!found) throw new Error("No agreement has lines of ours.");
  await rig.control.edit("connectwise", "agreements", found.id, {
    endDate: `${lastDay}T00:00:00Z`,
    noEndingDateFlag: false,
  });
  return { id: found.id, company: found.company.name };
}

/** The same person takes the end back. */
export async function extendAgreement(rig: ProductRig, id: number): Promise<void> {
  await rig.control.edit("connectwise", "agreements", id, { endDate: null, noEndingDateFlag: true });
}

/** Looks again and again until there is something. Throws after `limitMs`. */
export async function waitFor<T>(look: () => Promise<T | undefined>, limitMs = 60_000): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`Nothing came within ${limitMs / 1000} s.`);
    await sleep(300);
  }
}
