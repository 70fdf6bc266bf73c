import { inOrg } from "@/db/client";
import { decideAll, listOpenQuestions } from "@/db/commands/portal/decisions/decide-all";
import { findRun } from "@/db/commands/portal/find-run-item";
import type { FinishedRun, Rig } from "../testing/rig";
import { clerk } from "./clerk";

/**
 * Approves all that a run has held under a code, as a person would, and works off the sync that this queues; null when
 * it held nothing of the kind.
 */
export async function approveHeld(rig: Rig, runId: string, code: string): Promise<FinishedRun | null> {
  const { orgId } = rig;
  const retry = await inOrg(rig.db, orgId, async (tx) => {
    const run = await findRun(tx, { orgId, runId });
    if (!run) throw new Error("There is no such run.");
    const { length: count } = await listOpenQuestions(tx, run, code);
    if (count === 0) return null;
    const decided = await decideAll(tx, { orgId, runId, code, choice: "approve", count, decidedBy: clerk });
    if (decided.kind !== "decided") throw new Error(`${count} questions became ${decided.count}.`);
    return decided.runId;
  });
  return retry === null ? null : rig.workOff(retry);
}
