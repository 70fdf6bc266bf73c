import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { agreementLines, positions, programSyncs, type TimelineStep } from "@/db/schema";

/**
 * A key's share of a contract service ends: what is left of it is what was confirmed, and with `forget` the service is
 * not the key's any more.
 */
export async function endShare(
  db: Database,
  of: {
    orgId: string;
    connectionId: string;
    psaAgreementId: string;
    serviceId: string;
    key: string;
    /** null: what was confirmed is of another contract. */
    left: TimelineStep[] | null;
    forget: boolean;
  },
): Promise<void> {
  const { orgId, connectionId, psaAgreementId, serviceId, key, left, forget } = of;
  await inOrg(db, orgId, async (tx) => {
    if (left) {
      const syncs = tx
        .select({ id: programSyncs.id })
        .from(programSyncs)
        .where(and(eq(programSyncs.orgId, orgId), eq(programSyncs.connectionId, connectionId)));
      await tx
        .update(positions)
        .set({ confirmed: left, open: false })
        .where(
          and(
            eq(positions.orgId, orgId),
            eq(positions.kind, "customers"),
            eq(positions.key, key),
            inArray(positions.programSyncId, syncs),
          ),
        );
    }
    if (!forget) return;
    await tx
      .delete(agreementLines)
      .where(
        and(
          eq(agreementLines.orgId, orgId),
          eq(agreementLines.connectionId, connectionId),
          eq(agreementLines.psaAgreementId, psaAgreementId),
          eq(agreementLines.psaLineId, serviceId),
          eq(agreementLines.key, key),
        ),
      );
  });
}
