import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { agreementLines } from "@/db/schema";

/** Remembers these lines as ours no longer: what they bill is over, and their keys have gone elsewhere. */
export async function forgetLines(
  db: Database,
  of: {
    orgId: string;
    connectionId: string;
    lines: { psaAgreementId: string; psaLineId: string; key: string }[];
  },
): Promise<void> {
  if (of.lines.length === 0) return;
  await inOrg(db, of.orgId, async (tx) => {
    for (const { psaAgreementId, psaLineId, key } of of.lines) {
      await tx
        .delete(agreementLines)
        .where(
          and(
            eq(agreementLines.orgId, of.orgId),
            eq(agreementLines.connectionId, of.connectionId),
            eq(agreementLines.psaAgreementId, psaAgreementId),
            eq(agreementLines.psaLineId, psaLineId),
            eq(agreementLines.key, key),
          ),
        );
    }
  });
}
