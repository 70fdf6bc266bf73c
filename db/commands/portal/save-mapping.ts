import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { mappings } from "@/db/schema";

export type OfCustomer = { orgId: string; programSyncId: string; customerId: string };

export type MappingChoice = Pick<
  typeof mappings.$inferSelect,
  "psaCompanyId" | "psaAgreementId" | "annualAgreementId" | "pricingStrategy" | "enabled" | "beginFrom"
>;

/** A customer's mapping, locked for a change; null: it has none. */
export async function findMapping(tx: Transaction, of: OfCustomer) {
  const [mapping] = await tx.select().from(mappings).where(isMapping(of)).for("update");
  return mapping ?? null;
}

type Saved = { saved: true; before: MappingChoice | null } | { saved: false };

/**
 * Maps a customer, or changes its mapping if it is still that of `version` (null: there was none). `saved` is false
 * when somebody else changed it meanwhile; nothing was done then.
 */
export async function saveMapping(
  tx: Transaction,
  of: OfCustomer & { version: number | null; savedBy: string },
  choice: MappingChoice,
): Promise<Saved> {
  const { version, savedBy, ...key } = of;
  if (version === null) {
    const created = await tx
      .insert(mappings)
      .values({ ...key, ...choice, updatedBy: savedBy })
      .onConflictDoNothing()
      .returning({ id: mappings.id });
    return created.length > 0 ? { saved: true, before: null } : { saved: false };
  }
  const before = await findMapping(tx, of);
  if (before?.version !== version) return { saved: false };
  await tx
    .update(mappings)
    .set({
      ...choice,
      version: sql`${mappings.version} + 1`,
      updatedBy: savedBy,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(isMapping(of));
  return { saved: true, before };
}

/** Takes a customer's mapping away, if it is still that of `version`. Nothing in the PSA is ended by it. */
export async function clearMapping(tx: Transaction, of: OfCustomer & { version: number }): Promise<Saved> {
  const [before] = await tx
    .delete(mappings)
    .where(and(isMapping(of), eq(mappings.version, of.version)))
    .returning();
  return before ? { saved: true, before } : { saved: false };
}

function isMapping(of: OfCustomer) {
  return and(
    eq(mappings.orgId, of.orgId),
    eq(mappings.programSyncId, of.programSyncId),
    eq(mappings.customerId, of.customerId),
  );
}
