import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
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
    await remember(tx, { orgId, connectionId, psaAgreementId, serviceId, keys });
  });
}

type OfService = { orgId: string; connectionId: string; psaAgreementId: string; serviceId: string };

/** Remembers whose units a contract service bills, and forgets those that have left it for another. */
export async function keepShares(
  db: Database,
  of: OfService & { keys: string[]; leaving: string[] },
): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    await remember(tx, of);
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

async function remember(tx: Transaction, of: OfService & { keys: string[] }): Promise<void> {
  const { orgId, connectionId, psaAgreementId, serviceId: psaLineId, keys } = of;
  if (keys.length === 0) return;
  await tx
    .insert(agreementLines)
    .values(keys.map((key) => ({ orgId, connectionId, psaAgreementId, psaLineId, key })))
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
}
