import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { planApprovals, syncItems, syncRuns, users } from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import { planKeepsFor } from "@/lib/sync/plan-age";
import { type OfRun, ofRun } from "../run-item-filter";
import { type PlanSum, sumPlan } from "./plan-sums";

export type Plan = NonNullable<Awaited<ReturnType<typeof getPlan>>>;
export type LineApproval = { approvedBy: string | null; appliedIn: string | null };

/** What of a preview is approved, in all and on a page of its list; null: the run has no such plan. */
export async function getPlan(db: Database, of: OfRun, page: { customerIds: string[]; keys: string[] }) {
  return inOrg(db, of.orgId, async (tx) => {
    const [run] = await tx
      .select({
        version: syncRuns.planVersion,
        tooOld: sql<boolean>`${syncRuns.finishedAt} < clock_timestamp() - make_interval(secs => ${planKeepsFor / 1000})`,
        finishedAt: syncRuns.finishedAt,
      })
      .from(syncRuns)
      .where(and(eq(syncRuns.orgId, of.orgId), eq(syncRuns.id, of.runId), eq(syncRuns.mode, "preview")));
    if (!run?.finishedAt) return null;
    const byCustomer = await sumPlan(tx, of, page.customerIds);
    return {
      version: run.version,
      tooOld: run.tooOld,
      keepsUntil: new Date(run.finishedAt.getTime() + planKeepsFor),
      totals: await sumPlan(tx, of, "all"),
      ofCustomer: groupBy(byCustomer, ({ customerId }) => customerId ?? ""),
      approvals: await readApprovals(tx, of, page.keys),
      changing: await readChanging(tx, of, page.keys),
      appliedIn: await readApplied(tx, of),
    };
  });
}

/** Sums as one: of all currencies together only lines may be counted. */
export function countPlanLines(
  sums: readonly PlanSum[],
): Pick<PlanSum, "lines" | "approved" | "waiting" | "asking"> {
  return sums.reduce(
    (all, { lines, approved, waiting, asking }) => ({
      lines: all.lines + lines,
      approved: all.approved + approved,
      waiting: all.waiting + waiting,
      asking: all.asking + asking,
    }),
    { lines: 0, approved: 0, waiting: 0, asking: 0 },
  );
}

async function readApprovals(tx: Transaction, of: OfRun, keys: string[]): Promise<Map<string, LineApproval>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .select({
      key: planApprovals.key,
      appliedIn: planApprovals.appliedIn,
      approvedBy: sql<string | null>`coalesce(${users.name}, ${users.email})`,
    })
    .from(planApprovals)
    .leftJoin(users, eq(users.id, planApprovals.approvedBy))
    .where(
      and(
        eq(planApprovals.orgId, of.orgId),
        eq(planApprovals.runId, of.runId),
        inArray(planApprovals.key, keys),
      ),
    );
  return new Map(rows.map(({ key, ...approval }) => [key, approval]));
}

/** Those of the keys that a sync would write something for, each with whether that waits for a person's yes. */
async function readChanging(
  tx: Transaction,
  of: OfRun,
  keys: string[],
): Promise<Map<string, { asks: boolean }>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .select({ key: syncItems.key, asks: syncItems.planAsks })
    .from(syncItems)
    .where(and(...ofRun(of), isNotNull(syncItems.plan), inArray(syncItems.key, keys)));
  return new Map(rows.map(({ key, asks }) => [key, { asks }]));
}

/** The syncs that were asked to write approved lines of it, newest first. */
async function readApplied(tx: Transaction, of: OfRun) {
  return tx
    .select({ runId: syncRuns.id, queuedAt: syncRuns.queuedAt, status: syncRuns.status })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.orgId, of.orgId),
        eq(syncRuns.retryOf, of.runId),
        inArray(
          syncRuns.id,
          tx
            .selectDistinct({ runId: planApprovals.appliedIn })
            .from(planApprovals)
            .where(and(eq(planApprovals.orgId, of.orgId), eq(planApprovals.runId, of.runId))),
        ),
      ),
    )
    .orderBy(sql`${syncRuns.queuedAt} desc`);
}
