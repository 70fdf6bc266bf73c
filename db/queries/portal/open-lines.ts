import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { agreementLines, positions, subscriptions } from "@/db/schema";

export type OfCustomerLines = {
  orgId: string;
  programId: string;
  programSyncId: string;
  connectionId: string;
  customerId: string;
};

export type OpenLine = { key: string; psaAgreementId: string; psaLineId: string; title: string };

/**
 * The PSA's lines that are remembered for a customer's keys that go on billing, but those on `exceptAgreementId`. A key
 * whose line was replaced has several; which of them is open, only the PSA says.
 */
export async function listOpenLines(
  tx: Transaction,
  of: OfCustomerLines & { exceptAgreementId: string | null },
): Promise<OpenLine[]> {
  return tx
    .select({
      key: positions.key,
      psaAgreementId: agreementLines.psaAgreementId,
      psaLineId: agreementLines.psaLineId,
      title: sql<string>`coalesce(${subscriptions.productName}, ${positions.key})`,
    })
    .from(positions)
    .innerJoin(
      agreementLines,
      and(
        eq(agreementLines.orgId, positions.orgId),
        eq(agreementLines.connectionId, of.connectionId),
        eq(agreementLines.key, positions.key),
      ),
    )
    .leftJoin(
      subscriptions,
      and(
        eq(subscriptions.orgId, positions.orgId),
        eq(subscriptions.programId, of.programId),
        eq(subscriptions.subscriptionId, positions.subscriptionId),
      ),
    )
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, "customers"),
        eq(positions.customerId, of.customerId),
        eq(positions.open, true),
        of.exceptAgreementId === null ? undefined : ne(agreementLines.psaAgreementId, of.exceptAgreementId),
      ),
    )
    .orderBy(asc(positions.key), asc(agreementLines.psaAgreementId), asc(agreementLines.psaLineId));
}

/** How many keys the lines are of: what a person counts as lines. */
export function countKeys(lines: OpenLine[]): number {
  return new Set(lines.map((line) => line.key)).size;
}
