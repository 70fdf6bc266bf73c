import { and, desc, eq, inArray, ne, or, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { agreementLines, intents, lineEndings, positions, programSyncs, syncItems } from "@/db/schema";

type OfConnection = { orgId: string; connectionId: string };

export type StoredService = Awaited<ReturnType<typeof listStoredServices>>[number];

/**
 * Where keys have contract services of ours, the last written first: these keys, and all that have one on these
 * contracts, wherever else they have others.
 */
export async function listStoredServices(
  db: Database,
  of: OfConnection & { psaAgreementIds: string[]; keys: string[] },
) {
  if (of.psaAgreementIds.length === 0) return [];
  return inOrg(db, of.orgId, (tx) => {
    const ofConnection = and(
      eq(agreementLines.orgId, of.orgId),
      eq(agreementLines.connectionId, of.connectionId),
    );
    const onContracts = tx
      .select({ key: agreementLines.key })
      .from(agreementLines)
      .where(and(ofConnection, inArray(agreementLines.psaAgreementId, of.psaAgreementIds)));
    return tx
      .select({
        key: agreementLines.key,
        psaAgreementId: agreementLines.psaAgreementId,
        serviceId: agreementLines.psaLineId,
        writtenAt: agreementLines.updatedAt,
      })
      .from(agreementLines)
      .where(
        and(
          ofConnection,
          or(inArray(agreementLines.key, onContracts), inArray(agreementLines.key, of.keys)),
          sql`not starts_with(${agreementLines.psaLineId}, 'charge:')`,
        ),
      )
      .orderBy(desc(agreementLines.updatedAt), agreementLines.psaLineId);
  });
}

/** What was last confirmed of these keys, in whichever program sync of the connection. */
export async function listLastShares(db: Database, of: OfConnection & { keys: string[] }) {
  if (of.keys.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({ key: positions.key, confirmed: positions.confirmed })
      .from(positions)
      .innerJoin(
        programSyncs,
        and(eq(programSyncs.orgId, positions.orgId), eq(programSyncs.id, positions.programSyncId)),
      )
      .where(
        and(
          eq(positions.orgId, of.orgId),
          eq(positions.kind, "customers"),
          eq(programSyncs.connectionId, of.connectionId),
          inArray(positions.key, of.keys),
        ),
      ),
  );
}

/** What these keys last got on a contract that they have left since, the newest first. */
export async function listEarlierShares(
  db: Database,
  of: { orgId: string; psaAgreementId: string; keys: string[] },
) {
  if (of.keys.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({ key: syncItems.key, after: syncItems.after })
      .from(syncItems)
      .where(
        and(
          eq(syncItems.orgId, of.orgId),
          eq(syncItems.agreementId, of.psaAgreementId),
          eq(syncItems.outcome, "applied"),
          inArray(syncItems.key, of.keys),
        ),
      )
      .orderBy(desc(syncItems.createdAt)),
  );
}

export type LineEnding = Awaited<ReturnType<typeof listServiceEndings>>[number];

/** Ends that persons have asked for on these contracts, and that did not fail, the newest first. */
export async function listServiceEndings(db: Database, of: OfConnection & { psaAgreementIds: string[] }) {
  if (of.psaAgreementIds.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select()
      .from(lineEndings)
      .where(
        and(
          eq(lineEndings.orgId, of.orgId),
          eq(lineEndings.connectionId, of.connectionId),
          inArray(lineEndings.psaAgreementId, of.psaAgreementIds),
          ne(lineEndings.state, "failed"),
        ),
      )
      .orderBy(desc(lineEndings.createdAt)),
  );
}

export type SentAdjustment = Awaited<ReturnType<typeof listAdjustments>>[number];

/**
 * Adjustments on these contracts that took effect, or may have, with the service that they changed and the time since
 * it was settled; the newest first.
 */
export async function listAdjustments(db: Database, of: OfConnection & { psaAgreementIds: string[] }) {
  if (of.psaAgreementIds.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaAgreementId: intents.psaAgreementId,
        date: intents.period,
        serviceId: sql<string | null>`coalesce(${intents.targetId}, ${intents.answer}->>'serviceId')`,
        ageMs: sql<number>`extract(epoch from clock_timestamp() - ${intents.settledAt}) * 1000`.mapWith(
          Number,
        ),
        operation: intents.operation,
        targetId: intents.targetId,
        before: intents.before,
        desired: intents.desired,
        state: intents.state,
      })
      .from(intents)
      .where(
        and(
          eq(intents.orgId, of.orgId),
          eq(intents.connectionId, of.connectionId),
          eq(intents.operation, "adjust_units"),
          inArray(intents.psaAgreementId, of.psaAgreementIds),
          inArray(intents.state, ["confirmed", "held"]),
        ),
      )
      .orderBy(desc(intents.settledAt)),
  );
}

/**
 * Whether the tenant takes an item a second time onto a contract, by the newest try of the last thirty days; null: there
 * was none.
 */
export async function findAllowsRepeat(db: Database, of: OfConnection): Promise<boolean | null> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ state: intents.state })
      .from(intents)
      .where(
        and(
          eq(intents.orgId, of.orgId),
          eq(intents.connectionId, of.connectionId),
          eq(intents.operation, "adjust_units"),
          sql`${intents.desired}->>'repeat' = 'true'`,
          sql`(${intents.state} = 'confirmed' or ${intents.answer}->>'refusal' = 'price_conflict')`,
          sql`${intents.settledAt} > clock_timestamp() - interval '30 days'`,
        ),
      )
      .orderBy(desc(intents.settledAt))
      .limit(1),
  );
  return row ? row.state === "confirmed" : null;
}
