import { and, eq, isNotNull, isNull, like, ne, notExists, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { exclusionInForce } from "@/db/queries/exclusion-in-force";
import { isReversing } from "@/db/queries/is-reversing";
import { exclusions, mappings, positions, type SyncKind } from "@/db/schema";

type OfSync = { orgId: string; programSyncId: string; kind: SyncKind };

export type Outstanding = { failed: number; held: number; unknown: number; warnings: number };

const ofSync = (of: OfSync) =>
  and(
    eq(positions.orgId, of.orgId),
    eq(positions.programSyncId, of.programSyncId),
    eq(positions.kind, of.kind),
  );

const isOpen = or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true));

/**
 * After a run that looked at everything: what it did not come upon is not there any more (a product that nobody uses,
 * a line of a withdrawn invoice, a customer whose sync was turned off), so it is outstanding no longer. A warning of a
 * subscription that is confirmed, and so was not looked at again, stays until a person acknowledges it; a reversal that
 * failed stays for as long as its exclusion.
 */
export async function clearGone(tx: Transaction, of: OfSync, runId: string): Promise<void> {
  const isMapped = tx
    .select({ one: sql`1` })
    .from(mappings)
    .where(
      and(
        eq(mappings.orgId, positions.orgId),
        eq(mappings.programSyncId, positions.programSyncId),
        eq(mappings.customerId, positions.customerId),
        eq(mappings.enabled, true),
      ),
    );
  const staysWarned = and(
    isNull(positions.outstanding),
    sql`${positions.kind} = 'customers'`,
    sql`not ${or(...["customer:%", "line:%", "invoice:%"].map((prefix) => like(positions.key, prefix)))}`,
    sql`not ${notExists(isMapped)}`,
  );
  const reversedStill = tx
    .select({ one: sql`1` })
    .from(exclusions)
    .where(
      and(
        eq(exclusions.orgId, of.orgId),
        eq(exclusions.programSyncId, of.programSyncId),
        eq(exclusions.key, positions.key),
        exclusionInForce(),
        isReversing({ ...of, key: exclusions.key }),
      ),
    );
  await tx
    .update(positions)
    .set({ outstanding: null, unacknowledged: false })
    .where(
      and(
        ofSync(of),
        or(isNull(positions.runId), ne(positions.runId, runId)),
        isOpen,
        sql`not coalesce(${staysWarned}, false)`,
        notExists(reversedStill),
      ),
    );
}

/** How many keys of a program sync failed, are held or unknown, or have a warning that nobody has acknowledged. */
export async function countByOutcome(tx: Transaction, of: OfSync): Promise<Outstanding> {
  const [row] = await tx
    .select({
      failed: sql<number>`count(*) filter (where ${positions.outstanding} = 'failed')::int`,
      held: sql<number>`count(*) filter (where ${positions.outstanding} = 'held')::int`,
      unknown: sql<number>`count(*) filter (where ${positions.outstanding} = 'unknown')::int`,
      warnings: sql<number>`count(*) filter (where ${positions.unacknowledged})::int`,
    })
    .from(positions)
    .where(and(ofSync(of), isOpen));
  return row ?? { failed: 0, held: 0, unknown: 0, warnings: 0 };
}
