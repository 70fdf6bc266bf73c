import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { findTieOuts } from "@/db/queries/runs/run-progress";
import { syncRuns } from "@/db/schema";
import { findDoubledLines } from "../faults/checker/invariants/doubled-lines";
import { type Rig, type RigOptions, startRig } from "./rig";
import { issuesOf, itemsOf, syncAllProducts, turnOn } from "./rig-records";

export type WriteBench = Rig & {
  /** Turns a customer on: its subscriptions are what the next run writes. */
  turnOn: (name: string) => Promise<void>;
  /** The run's subscriptions by outcome, with the codes of their issues. */
  outcomes: (runId: string) => Promise<string[]>;
  /** Writes that the PSA accepted since the last time this was asked, as method and kind. */
  newWrites: () => Promise<string[]>;
  /** Throws when a key of ours has two additions for the same days. */
  expectNothingDoubled: () => Promise<void>;
  /** What an invoice comes to for a customer, in partner cost; the newest unless another is named. */
  invoiced: (customerName: string, sourceInvoiceId?: string) => Promise<string>;
  /** Lets the wait of a postponed run be over. */
  hurry: (runId: string) => Promise<void>;
  tieOut: (runId: string) => Promise<Awaited<ReturnType<typeof findTieOuts>>[number] | undefined>;
};

/** A rig whose products are in the PSA and whose customers are all off. */
export async function startWriteBench(options: Omit<RigOptions, "customers"> = {}): Promise<WriteBench> {
  const rig = await startRig("clean", { ...options, customers: [] });
  await syncAllProducts(rig);
  await rig.run("products");
  const service = options.psa ?? "connectwise";
  let seen = (await rig.control.writes(service)).length;

  return {
    ...rig,
    turnOn: (name) => turnOn(rig, name),
    outcomes: async (runId) => {
      const issues = await issuesOf(rig, runId);
      const items = (await itemsOf(rig, runId)).filter((item) => item.subject === "subscription");
      return items
        .map((item) => {
          const codes = issues.filter((issue) => issue.itemId === item.id).map((issue) => issue.code);
          return [item.outcome, ...codes].join(" ");
        })
        .sort();
    },
    newWrites: async () => {
      const writes = await rig.control.writes(service);
      const fresh = writes.slice(seen);
      seen = writes.length;
      return fresh.map(({ method, path }) => `${method} ${kindOf(path)}`);
    },
    expectNothingDoubled: async () => {
      const additions = await rig.control.ourAdditions();
      const lines = additions.map(({ id, serialNumber, effectiveDate, cancelledDate }) => ({
        id: String(id),
        reference: serialNumber ?? null,
        from: effectiveDate,
        to: cancelledDate ?? null,
      }));
      const doubled = findDoubledLines(lines).map(({ says }) => says);
      if (doubled.length > 0) throw new Error(doubled.join(" "));
    },
    invoiced: async (customerName, sourceInvoiceId) =>
      sumInvoiced(rig, customerName, sourceInvoiceId ?? (await rig.control.newestInvoice()).invoiceId),
    hurry: async (runId) => {
      await inOrg(rig.db, rig.orgId, (tx) =>
        tx.update(syncRuns).set({ resumesAt: sql`clock_timestamp()` }).where(eq(syncRuns.id, runId)),
      );
    },
    tieOut: async (runId) => (await findTieOuts(rig.db, { orgId: rig.orgId, runId })).at(-1),
  };
}

function kindOf(path: string): string {
  if (path.includes("/additions")) return "addition";
  return path.endsWith("/ServiceAdjustments") ? "adjustment" : path;
}

async function sumInvoiced(rig: Rig, customerName: string, invoiceId: string): Promise<string> {
  const { rows } = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.execute<{ sum: string }>(sql`
      select trim_scale(sum(l.cost_amount))::text as sum from invoice_lines l
      join invoices i on i.id = l.invoice_id and i.state = 'current' and i.source_invoice_id = ${invoiceId}
      join subscriptions s on s.subscription_id = l.subscription_id
      join customers c on c.id = s.customer_id and c.name = ${customerName}`),
  );
  return rows[0]?.sum ?? "0";
}
