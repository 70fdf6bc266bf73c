import { findLastSuccess } from "@/db/queries/runs/last-success";
import { dayIn } from "@/lib/day-in";
import { findStaleSync } from "../plan/around/find-stale-sync";
import type { PlanIssue } from "../plan/types";
import type { ActiveRun } from "./engine";

/** What a run that leaves something open says when the last correct one lies too far back. */
export async function findStaleness({
  context,
  engine,
}: Pick<ActiveRun, "context" | "engine">): Promise<PlanIssue[]> {
  const { orgId, id: programSyncId, staleAfterDays } = context.programSync;
  const { kind, mode } = context.run;
  if (mode !== "live" || context.scope !== null) return [];
  const last = await findLastSuccess(engine.db, { orgId, programSyncId, kind });
  if (last === null) return [];
  const dayOf = dayIn(context.organisation.timeZone);
  const today = dayOf(engine.clock.now());
  const stale = findStaleSync({ lastCorrect: dayOf(last), today, staleAfterDays });
  return stale ? [stale] : [];
}
