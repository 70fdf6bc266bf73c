import { asc } from "drizzle-orm";
import type { Client } from "pg";
import type { Database } from "@/db/client";
import { intents, issues, mails, positions, syncRuns } from "@/db/schema";

/** One change of a run's status or epoch, as the database noted it. */
export type RunChange = { runId: string; epoch: number; before: string | null; after: string; at: number };

/** What the product recorded of a schedule. */
export type History = Awaited<ReturnType<typeof readHistory>>;

export async function readHistory(owner: Database, session: Client) {
  const { rows } = await session.query<{
    run_id: string;
    epoch: number;
    before: string | null;
    after: string;
    at: Date;
  }>("select run_id, epoch, before, after, at from sim.run_log order by id");
  return {
    runs: await owner.select().from(syncRuns).orderBy(asc(syncRuns.finishedAt), asc(syncRuns.queuedAt)),
    changes: rows.map(
      ({ run_id: runId, epoch, before, after, at }): RunChange => ({
        runId,
        epoch,
        before,
        after,
        at: at.getTime(),
      }),
    ),
    positions: await owner.select().from(positions).orderBy(positions.kind, positions.key),
    intents: await owner.select().from(intents).orderBy(intents.createdAt, intents.sequence),
    issues: await owner.select().from(issues).orderBy(issues.runId, issues.code),
    mails: await owner.select().from(mails).orderBy(mails.createdAt, mails.id),
  };
}
