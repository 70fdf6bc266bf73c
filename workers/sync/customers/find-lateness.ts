import { listCurrentInvoices } from "@/db/queries/runs/bills";
import { DAY } from "@/lib/clock";
import { dayIn } from "@/lib/day-in";
import { usualInvoiceDelayDays } from "@/lib/sync/expected-invoice";
import { findLateInvoice, usualDelay } from "../plan/around/find-late-invoice";
import type { PlanIssue } from "../plan/types";
import type { ActiveRun } from "../run/engine";

/** On its schedule, a run that finds the next invoice overdue says so. */
export async function findLateness({
  context,
  engine,
}: Pick<ActiveRun, "context" | "engine">): Promise<PlanIssue[]> {
  if (context.run.trigger !== "schedule") return [];
  const { orgId } = context.programSync;
  const invoices = await listCurrentInvoices(engine.db, { orgId, programId: context.program.id });
  const newestPeriodEnd = invoices
    .map((invoice) => invoice.periodEnd)
    .sort()
    .at(-1);
  if (newestPeriodEnd === undefined) return [];
  const dayOf = dayIn(context.organisation.timeZone);
  // Those of the first day were there before anybody looked: they say nothing of when they came.
  const firstLook = Math.min(...invoices.map((invoice) => invoice.fetchedAt.getTime()));
  const seen = invoices
    .filter((invoice) => invoice.fetchedAt.getTime() > firstLook + DAY)
    .map(({ periodEnd, fetchedAt }) => ({ periodEnd, firstSeen: dayOf(fetchedAt) }));
  const late = findLateInvoice({
    newestPeriodEnd,
    today: dayOf(engine.clock.now()),
    usualDelayDays: usualDelay(seen, usualInvoiceDelayDays),
  });
  return late ? [late] : [];
}
