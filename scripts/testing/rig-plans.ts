import { and, eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { applyPlan } from "@/db/commands/portal/plans/apply-plan";
import { approveLines, type PlanLines, withdrawLines } from "@/db/commands/portal/plans/approve-lines";
import { reverseItems } from "@/db/commands/portal/plans/reverse-items";
import { syncItems, syncRuns } from "@/db/schema";
import type { FinishedRun, Rig } from "./rig";
import { clerk, inPortal } from "./rig-decisions";

/** What a person approves of a preview in the portal, for tests. */

/** As the person's page shows it now, unless another version is given. */
type Asked = { runId: string; version?: number };

async function asSeen(rig: Rig, { runId, version }: Asked) {
  return { orgId: rig.orgId, runId, version: version ?? (await rig.findRun(runId)).planVersion };
}

export async function approve(rig: Rig, asked: Asked, lines: PlanLines) {
  const seen = await asSeen(rig, asked);
  return inPortal(rig, (tx) => approveLines(tx, { ...seen, lines, approvedBy: clerk }));
}

export async function withdraw(rig: Rig, asked: Asked, lines: PlanLines) {
  const seen = await asSeen(rig, asked);
  return inPortal(rig, (tx) => withdrawLines(tx, { ...seen, lines }));
}

export async function askToApply(rig: Rig, asked: Asked, { anew = false } = {}) {
  const seen = await asSeen(rig, asked);
  return inPortal(rig, (tx) => applyPlan(tx, { ...seen, anew, requestedBy: clerk }));
}

/** Has what is approved written, and works off the sync that this queues. Gives that run as it ended. */
export async function apply(rig: Rig, asked: Asked, how: { anew?: boolean } = {}): Promise<FinishedRun> {
  const result = await askToApply(rig, asked, how);
  if (result.kind !== "queued") throw new Error(`Not applied: ${result.kind}.`);
  return rig.workOff(result.runId);
}

/** Asks for the reversal of what a run did, and works off the preview that this queues. */
export async function reverse(
  rig: Rig,
  runId: string,
  lines: { itemId: string } | "all",
): Promise<FinishedRun> {
  const result = await askToReverse(rig, runId, lines);
  if (result.kind !== "queued") throw new Error(`Not reversed: ${result.kind}.`);
  return rig.workOff(result.runId);
}

export function askToReverse(rig: Rig, runId: string, lines: { itemId: string } | "all") {
  return inPortal(rig, (tx) => reverseItems(tx, { orgId: rig.orgId, runId, lines, requestedBy: clerk }));
}

export async function itemIdOf(rig: Rig, runId: string, key: string): Promise<string> {
  const [row] = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ id: syncItems.id })
      .from(syncItems)
      .where(and(eq(syncItems.runId, runId), eq(syncItems.key, key))),
  );
  if (!row) throw new Error(`The run has no item ${key}.`);
  return row.id;
}

/** As when the run had ended so many days earlier. */
export async function age(rig: Rig, runId: string, days: number): Promise<void> {
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ finishedAt: sql`clock_timestamp() - make_interval(days => ${days})` })
      .where(eq(syncRuns.id, runId)),
  );
}
