import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { agreementLines, intents } from "@/db/schema";

/** An adjustment took effect: confirms it and remembers whose units stand on the contract service, in one transaction. */
export async function confirmUnits(
  db: Database,
  orgId: string,
  confirmed: {
    intentId: string;
    connectionId: string;
    psaAgreementId: string;
    serviceId: string;
    keys: string[];
  },
): Promise<void> {
  const { intentId, connectionId, psaAgreementId, serviceId, keys } = confirmed;
  await inOrg(db, orgId, async (tx) => {
    await tx
      .update(intents)
      .set({ state: "confirmed", answer: { serviceId }, settledAt: sql`clock_timestamp()` })
      .where(and(eq(intents.orgId, orgId), eq(intents.id, intentId)));
    if (keys.length === 0) return;
    await tx
      .insert(agreementLines)
      .values(keys.map((key) => ({ orgId, connectionId, psaAgreementId, psaLineId: serviceId, key })))
      .onConflictDoUpdate({
        target: [
          agreementLines.orgId,
          agreementLines.connectionId,
          agreementLines.psaAgreementId,
          agreementLines.psaLineId,
          agreementLines.key,
        ],
        set: { updatedAt: sql`now()` },
      });
  });
}
