import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  agreementLines,
  customers,
  decisions,
  positions,
  psaAgreements,
  subscriptions,
  users,
} from "@/db/schema";
import { readExclusions } from "./read-exclusions";

export type OfSubscription = {
  orgId: string;
  programId: string;
  programSyncId: string;
  connectionId: string;
  subscriptionId: string;
};

export type SubscriptionDetail = NonNullable<Awaited<ReturnType<typeof getSubscription>>>;

/**
 * A subscription of a program with what is known of it now: each of its keys (its licences, usage, annual payment) with
 * where it stands and which lines of the PSA are ours, its exclusions and what was decided. null: the organisation has
 * no such subscription in this program.
 */
export async function getSubscription(db: Database, of: OfSubscription) {
  return inOrg(db, of.orgId, async (tx) => {
    const subscription = await findSubscription(tx, of);
    if (!subscription) return null;
    const standing = await readPositions(tx, of);
    const keys = standing.map(({ key }) => key);
    const lines = await readLines(tx, of, keys);
    return {
      ...subscription,
      positions: standing.map((position) => ({
        ...position,
        lines: lines.filter(({ key }) => key === position.key),
      })),
      exclusions: await readExclusions(tx, of, keys),
      decisions: await readDecisions(tx, of, keys),
    };
  });
}

async function findSubscription(tx: Transaction, of: OfSubscription) {
  const [row] = await tx
    .select({
      productName: subscriptions.productName,
      active: subscriptions.active,
      lastSeenAt: subscriptions.lastSeenAt,
      customerId: customers.id,
      customerName: customers.name,
    })
    .from(subscriptions)
    .innerJoin(
      customers,
      and(eq(customers.orgId, subscriptions.orgId), eq(customers.id, subscriptions.customerId)),
    )
    .where(
      and(
        eq(subscriptions.orgId, of.orgId),
        eq(subscriptions.programId, of.programId),
        eq(subscriptions.subscriptionId, of.subscriptionId),
      ),
    );
  return row ?? null;
}

function readPositions(tx: Transaction, of: OfSubscription) {
  return tx
    .select({
      key: positions.key,
      confirmedThrough: positions.confirmedThrough,
      confirmed: positions.confirmed,
      open: positions.open,
      outstanding: positions.outstanding,
      unacknowledged: positions.unacknowledged,
      waitingSince: positions.waitingSince,
    })
    .from(positions)
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, "customers"),
        eq(positions.subscriptionId, of.subscriptionId),
      ),
    )
    .orderBy(asc(positions.key));
}

async function readLines(tx: Transaction, of: OfSubscription, keys: string[]) {
  if (keys.length === 0) return [];
  return tx
    .select({
      key: agreementLines.key,
      psaAgreementId: agreementLines.psaAgreementId,
      psaLineId: agreementLines.psaLineId,
      agreementName: psaAgreements.name,
    })
    .from(agreementLines)
    .leftJoin(
      psaAgreements,
      and(
        eq(psaAgreements.orgId, agreementLines.orgId),
        eq(psaAgreements.connectionId, agreementLines.connectionId),
        eq(psaAgreements.psaId, agreementLines.psaAgreementId),
      ),
    )
    .where(
      and(
        eq(agreementLines.orgId, of.orgId),
        eq(agreementLines.connectionId, of.connectionId),
        inArray(agreementLines.key, keys),
      ),
    )
    .orderBy(asc(agreementLines.psaAgreementId), asc(agreementLines.psaLineId));
}

async function readDecisions(tx: Transaction, of: OfSubscription, keys: string[]) {
  if (keys.length === 0) return [];
  return tx
    .select({
      key: decisions.key,
      code: decisions.code,
      choice: decisions.choice,
      details: decisions.details,
      decidedBy: users.email,
      decidedAt: decisions.createdAt,
    })
    .from(decisions)
    .leftJoin(users, eq(users.id, decisions.decidedBy))
    .where(
      and(
        eq(decisions.orgId, of.orgId),
        eq(decisions.programSyncId, of.programSyncId),
        inArray(decisions.key, keys),
      ),
    )
    .orderBy(desc(decisions.createdAt))
    .limit(100);
}
