import type { Transaction } from "@/db/client";
import { requestRun } from "../runs/request-run";
import { findRun } from "./find-run-item";

/** Queues a whole run like this one: same program sync, kind and mode. null: this organisation has no such run. */
export async function runAgain(
  tx: Transaction,
  asked: { orgId: string; runId: string; requestedBy: string },
): Promise<{ runId: string } | null> {
  const run = await findRun(tx, asked);
  if (!run) return null;
  const { orgId, programSyncId, connectionId, kind, mode } = run;
  const { requestedBy } = asked;
  return requestRun(tx, { orgId, programSyncId, connectionId, kind, mode, trigger: "person", requestedBy });
}
