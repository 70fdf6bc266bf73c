import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { programSyncs } from "@/db/schema";

type Row = typeof programSyncs.$inferSelect;

/** Settings that not every PSA has. */
export type OptionalSettings = Pick<
  Row,
  "extendContracts" | "serviceBillingCodeId" | "chargeBillingCodeId" | "vendorId" | "priceContractAgreementId"
>;

export type ProgramSettings = Pick<
  Row,
  | "customersEnabled"
  | "productsEnabled"
  | "productMode"
  | "azureEnabled"
  | "annualEnabled"
  | "handEdits"
  | "guardQuantity"
  | "guardMoney"
  | "guardPercent"
  | "notifyAddresses"
  | "scheduleHour"
  | "staleAfterDays"
> &
  Partial<OptionalSettings>;

/** The settings as they are saved, locked for a change; null: there is no such program sync here. */
export async function lockProgramSettings(tx: Transaction, of: { orgId: string; programSyncId: string }) {
  const [row] = await tx.select().from(programSyncs).where(isSync(of)).for("update");
  return row ?? null;
}

/**
 * Keeps the settings of a program sync, if they are still those of `version`. What is not named stays as it is. Answers
 * what stood there before; null: somebody else changed them meanwhile, or there is no such program sync here, and
 * nothing was done.
 */
export async function saveProgramSettings(
  tx: Transaction,
  of: { orgId: string; programSyncId: string; version: number },
  settings: ProgramSettings,
): Promise<Row | null> {
  const before = await lockProgramSettings(tx, of);
  if (before?.version !== of.version) return null;
  await tx
    .update(programSyncs)
    .set({ ...settings, version: sql`${programSyncs.version} + 1`, updatedAt: sql`clock_timestamp()` })
    .where(isSync(of));
  return before;
}

const isSync = (of: { orgId: string; programSyncId: string }) =>
  and(eq(programSyncs.orgId, of.orgId), eq(programSyncs.id, of.programSyncId));
