import { and, eq, gt, lt, ne, or, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { connections, syncRuns } from "@/db/schema";

export type ConnectionId = { orgId: string; connectionId: string };

/** When a PSA that does not answer is left alone, and for how long: twice as long each time that it still does not. */
export type RestRules = { restsAfter: number; firstRestMs: number; longestRestMs: number };

/**
 * Notes that the PSA has left a run without an answer. Where it is one too many in a row, every run that waits for this
 * connection waits until it is asked again, but one that a person has just asked for. Gives how long that is in
 * milliseconds; 0: not yet.
 */
export async function noteUnanswered(db: Database, of: ConnectionId, rules: RestRules): Promise<number> {
  const { restsAfter, firstRestMs, longestRestMs } = rules;
  return inOrg(db, of.orgId, async (tx) => {
    const times = sql`${connections.unanswered} + 1 - ${restsAfter}`;
    const restMs = sql`least(${firstRestMs} * power(2, least(${times}, 20)), ${longestRestMs})`;
    const [noted] = await tx
      .update(connections)
      .set({
        unanswered: sql`${connections.unanswered} + 1`,
        restsUntil: sql`case when ${times} >= 0 then clock_timestamp() + make_interval(secs => ${restMs} / 1000) end`,
      })
      .where(isConnection(of))
      .returning({
        restsUntil: connections.restsUntil,
        restMs: sql<number>`coalesce(extract(epoch from ${connections.restsUntil} - clock_timestamp()) * 1000, 0)::float8`,
      });
    if (!noted?.restsUntil) return 0;
    await tx
      .update(syncRuns)
      .set({ resumesAt: noted.restsUntil, waitReason: restReason })
      .where(
        and(
          waitsFor(of),
          lt(sql`coalesce(${syncRuns.resumesAt}, '-infinity')`, noted.restsUntil),
          or(ne(syncRuns.trigger, "person"), gt(syncRuns.epoch, 0)),
        ),
      );
    return Math.max(0, noted.restMs);
  });
}

/** The PSA answers again: what waited only for that goes on. */
export async function noteAnswered(db: Database, of: ConnectionId): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    await tx.update(connections).set({ unanswered: 0, restsUntil: null }).where(isConnection(of));
    await endRest(tx, of);
  });
}

/** A person wants the PSA to be asked now: what only waits because it did not answer begins at once. */
export async function endRest(tx: Transaction, of: ConnectionId): Promise<void> {
  await tx
    .update(syncRuns)
    .set({ resumesAt: null, waitReason: null })
    .where(and(waitsFor(of), eq(syncRuns.waitReason, restReason)));
}

/** The issue code that says why they wait. */
export const restReason = "psa_unavailable";

function isConnection({ orgId, connectionId }: ConnectionId) {
  return and(eq(connections.orgId, orgId), eq(connections.id, connectionId));
}

function waitsFor({ orgId, connectionId }: ConnectionId) {
  return and(
    eq(syncRuns.orgId, orgId),
    eq(syncRuns.connectionId, connectionId),
    eq(syncRuns.status, "queued"),
  );
}
