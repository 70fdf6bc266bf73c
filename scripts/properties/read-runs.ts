import { findTieOuts } from "@/db/queries/runs/run-progress";
import type { Amounts } from "../months/psa-books";
import type { FinishedRun, Rig } from "../testing/rig";
import { issuesOf, itemsOf } from "../testing/rig-records";

export type TieOut = Awaited<ReturnType<typeof findTieOuts>>[number];

/** What a sync, and the one of what was approved, came to. */
export type RunsRead = {
  statuses: string[];
  /** Of the first of them, whose invoices are whole. */
  tieOuts: TieOut[];
  /** By customer; issues of the run itself have none. */
  issues: { customer: string | null; code: string; severity: string; facts: Record<string, string> }[];
  /** How the PSA's amounts will differ from the invoice's, by customer; the last run that told it of a key holds. */
  stated: { customer: string | null; amounts: Amounts }[];
};

export async function readRuns(rig: Rig, runs: FinishedRun[]): Promise<RunsRead> {
  const items = (await Promise.all(runs.map((run) => itemsOf(rig, run.id)))).flat();
  const issues = (await Promise.all(runs.map((run) => issuesOf(rig, run.id)))).flat();
  const tieOuts = await Promise.all(
    runs.map(({ id: runId }) => findTieOuts(rig.db, { orgId: rig.orgId, runId })),
  );
  const last = new Map(items.map((item) => [item.key, item]));
  const customerOf = new Map(items.map((item) => [item.id, item.customerName]));
  return {
    statuses: runs.map(({ status }) => status),
    tieOuts: tieOuts[0] ?? [],
    issues: issues.map(({ itemId, code, severity, facts }) => ({
      customer: customerOf.get(itemId ?? "") ?? null,
      code,
      severity,
      facts,
    })),
    stated: [...last.values()].map(({ customerName, costDifference, priceDifference }) => ({
      customer: customerName,
      amounts: { cost: costDifference ?? "0", price: priceDifference ?? "0" },
    })),
  };
}
