import { sql } from "drizzle-orm";
import { type Database, enterOrg } from "@/db/client";
import { type ClaimedRun, isConnectionBusy, takeRun } from "./claim-run";

export type NextRun = ClaimedRun & { orgId: string; runId: string };

type Asker = {
  worker: string;
  leaseMs: number;
  presence?: number | null;
  /** Organisations whose turn it is not. */
  besides: string[];
};

/** Whoever finds a run taken under their hands so often leaves it to the next look. */
const mostTries = 5;

/**
 * Makes this worker the one that works on the run whose turn it is: of the organisation that was served least recently.
 * Null: nothing waits that could be taken.
 */
export async function claimNextRun(db: Database, asker: Asker): Promise<NextRun | null> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const found = await tryNext(db, asker);
    if (found === null || found !== "taken") return found;
  }
  return null;
}

async function tryNext(db: Database, { besides, ...by }: Asker): Promise<NextRun | "taken" | null> {
  try {
    return await db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ org_id: string; run_id: string }>(
        sql`select org_id, run_id from app.next_run(${sql.param(besides)}::uuid[])`,
      );
      const [next] = rows;
      if (!next) return null;
      const run = { orgId: next.org_id, runId: next.run_id };
      await enterOrg(tx, run.orgId);
      const claimed = await takeRun(tx, { ...run, ...by });
      return claimed ? { ...run, ...claimed } : "taken";
    });
  } catch (error) {
    if (isConnectionBusy(error)) return "taken";
    throw error;
  }
}
