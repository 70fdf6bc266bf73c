import { type ScopeInvoice, sumUnmappedCustomers } from "@/db/queries/runs/bills";
import { groupBy } from "@/lib/group-by";
import { dayBefore } from "../../plan/calendar/dates";
import { Exact } from "../../plan/exact";
import type { PlanIssue } from "../../plan/types";
import type { ActiveRun } from "../../run/engine";
import { type ItemDraft, itemIdOf, worstOutcome } from "../../run/item-draft";
import { type PlannedSubject, refuse, skip } from "../plan-subject";
import type { Subject } from "../subject";

type Reading = Pick<ActiveRun, "context" | "engine">;

/** Kinds of lines that a setting keeps out of the PSA, or that are not billed: each still ends in a stated outcome. */
export function setAside(run: Reading, subject: Subject): PlannedSubject | null {
  const { id: runId } = run.context.run;
  const { azureEnabled, annualEnabled } = run.context.programSync;
  switch (subject.kind) {
    case "licence":
    case "credit":
      return null;
    case "azure":
      return azureEnabled ? null : settledBefore(skip(subject, runId, "azure_off"));
    case "annual": {
      if (annualEnabled && subject.psaAgreementId !== null) return null;
      const facts = { ...amounts(subject), ...(annualEnabled && { reason: "not_mapped" }) };
      const reason = annualEnabled ? "annual_not_mapped" : "annual_off";
      return settledBefore(skip(subject, runId, reason, [warning("annual_skipped", facts)]));
    }
    case "trial":
      return skip(subject, runId, "trial", [warning("trial_skipped", { product: subject.productName })]);
    case "unassigned":
      return refuse(subject, runId, {
        code: "credit_or_adjustment",
        severity: "held",
        facts: { ...amounts(subject), product: subject.productName },
      });
  }
}

/** Once the setting is on, it is the newest invoice that begins: what was skipped before is not charged afterwards. */
function settledBefore(skipped: PlannedSubject): PlannedSubject {
  const newest = skipped.subject.bills.findLast((bill) => bill.lines.length > 0);
  const { draft } = skipped;
  const confirmedThrough = newest ? dayBefore(newest.periodStart) : null;
  return {
    ...skipped,
    draft: { ...draft, position: draft.position && { ...draft.position, confirmedThrough } },
  };
}

function amounts(subject: Subject): Record<string, string> {
  return { amount: subject.costAmount, currency: subject.currency };
}

function warning(code: string, facts: Record<string, string>): PlanIssue {
  return { code, severity: "warning", facts };
}

/** One item for each customer that is not mapped or switched off, with what it has on the invoices. */
export async function draftUnmappedCustomers(
  run: Reading,
  invoices: ScopeInvoice[],
): Promise<{ drafts: ItemDraft[]; notMapped: number }> {
  const { context, engine } = run;
  const rows = await sumUnmappedCustomers(engine.db, {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
    invoiceIds: invoices.map((invoice) => invoice.id),
  });
  const drafts = [...groupBy(rows, (row) => row.customerId)].map(([customerId, shares]) => {
    const [first] = shares;
    const key = `customer:${customerId}`;
    const switchedOff = first?.switchedOff ?? false;
    const costAmount = total(shares.map((share) => share.costAmount));
    const currency = currencyOf(invoices, first?.invoiceId);
    const facts = { customer: first?.name ?? "", amount: costAmount, currency };
    const issues = switchedOff ? [] : [warning("customer_not_mapped", facts)];
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
  return { drafts, notMapped: drafts.filter((draft) => draft.item.reason === "not_mapped").length };
}

function currencyOf(invoices: ScopeInvoice[], invoiceId: string | undefined): string {
  return invoices.find((invoice) => invoice.id === invoiceId)?.currency ?? "";
}

function total(amounts: string[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)).toFixed();
}
