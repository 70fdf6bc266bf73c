import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { agreementLines } from "@/db/schema";

type OfService = { orgId: string; connectionId: string; psaAgreementId: string; serviceId: string };

/** Remembers whose units a contract service bills, and forgets those that have left it for another. */
export async function keepShares(
  db: Database,
  of: OfService & { keys: string[]; leaving: string[] },
): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    await insertRows(
      tx,
      agreementLines,
      of.keys.map((key) => ({
        orgId: of.orgId,
        connectionId: of.connectionId,
        psaAgreementId: of.psaAgreementId,
        psaLineId: of.serviceId,
        key,
      })),
      sql`on conflict (org_id, connection_id, psa_agreement_id, psa_line_id, key) do update set updated_at = now()`,
    );
    if (of.leaving.length === 0) return;
    await tx
      .delete(agreementLines)
      .where(
        and(
          eq(agreementLines.orgId, of.orgId),
          eq(agreementLines.connectionId, of.connectionId),
          eq(agreementLines.psaAgreementId, of.psaAgreementId),
          eq(agreementLines.psaLineId, of.serviceId),
          inArray(agreementLines.key, of.leaving),
        ),
      );
  });
}
