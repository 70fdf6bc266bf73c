import { type ScopeInvoice, sumUnmappedCustomers } from "@/db/queries/runs/bills";
import { groupBy } from "@/lib/group-by";
import { Exact } from "../../plan/exact";
import { warn } from "../../plan/issues";
import type { ActiveRun } from "../../run/engine";
import { type ItemDraft, itemIdOf, worstOutcome } from "../../run/item-draft";
import type { NotMapped } from "../../run/run-result";

/** One item for each customer beside the `mapped` ones, not mapped or switched off, with what it has on the invoices. */
export async function draftUnmappedCustomers(
  run: Pick<ActiveRun, "context" | "engine">,
  invoices: ScopeInvoice[],
  mapped: ReadonlySet<string>,
): Promise<ItemDraft[]> {
  const { context, engine } = run;
  const rows = await sumUnmappedCustomers(engine.db, {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
    invoiceIds: invoices.map((invoice) => invoice.id),
    mapped,
  });
  return [...groupBy(rows, (row) => row.customerId)].map(([customerId, shares]) => {
    const [first] = shares;
    const key = `customer:${customerId}`;
    const switchedOff = first?.switchedOff ?? false;
    const costAmount = total(shares.map((share) => share.costAmount));
    const currency = currencyOf(invoices, first?.invoiceId);
    const facts = { customer: first?.name ?? "", amount: costAmount, currency };
    const issues = switchedOff ? [] : [warn("customer_not_mapped", facts)];
    return {
      item: {
        id: itemIdOf(context.run.id, key),
        key,
        subject: "customer" as const,
        customerId,
        customerName: first?.name ?? "",
        title: first?.name ?? "",
        outcome: worstOutcome("skipped", issues),
        reason: switchedOff ? "customer_off" : "not_mapped",
        costAmount,
        priceAmount: total(shares.map((share) => share.priceAmount)),
        currency,
        lineCount: shares.reduce((count, share) => count + share.lineCount, 0),
      },
      issues,
      position: { confirmedThrough: null, confirmed: null, open: false },
      money: shares,
    };
  });
}

/** Of these, how many are not mapped, and what they have on the invoices by currency; whom a person excluded is left out. */
export function sumNotMapped(drafts: ItemDraft[], excluded: ReadonlyMap<string, unknown>): NotMapped {
  const items = drafts
    .map(({ item }) => item)
    .filter(({ key, reason }) => reason === "not_mapped" && !excluded.has(key));
  const cost = [...groupBy(items, (item) => item.currency ?? null)].map(([currency, group]) => ({
    currency,
    cost: total(group.map(({ costAmount }) => costAmount ?? "0")),
  }));
  return { customers: items.length, cost };
}

function currencyOf(invoices: ScopeInvoice[], invoiceId: string | undefined): string {
  return invoices.find((invoice) => invoice.id === invoiceId)?.currency ?? "";
}

function total(amounts: string[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)).toFixed();
}
