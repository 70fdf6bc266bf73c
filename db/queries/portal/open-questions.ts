import { type Database, inOrg } from "@/db/client";
import { listOpenQuestions, type OpenQuestion } from "@/db/commands/portal/decisions/decide-all";
import { findRun } from "@/db/commands/portal/find-run-item";

/** What of a run with this code still waits for a person; empty for a run that this organisation does not have. */
export async function openQuestions(
  db: Database,
  of: { orgId: string; runId: string; code: string },
): Promise<OpenQuestion[]> {
  return inOrg(db, of.orgId, async (tx) => {
    const run = await findRun(tx, of);
    return run?.mode === "live" ? listOpenQuestions(tx, run, of.code) : [];
  });
}
