import { and, eq, lt, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { connections, psaAgreements, psaChoices, psaCompanies, psaItems } from "@/db/schema";

type OfConnection = { orgId: string; connectionId: string };
/** When a reading of the directory began: what carries an older stamp afterwards was not in it. */
export type Reading = OfConnection & { begunAt: Date };

export type CompanyRecord = Omit<typeof psaCompanies.$inferInsert, "orgId" | "connectionId" | "seenAt">;
export type AgreementRecord = Omit<typeof psaAgreements.$inferInsert, "orgId" | "connectionId" | "seenAt">;

export type ItemRecord = Omit<typeof psaItems.$inferInsert, "orgId" | "connectionId" | "seenAt">;

export type ChoiceRecord = Omit<typeof psaChoices.$inferInsert, "orgId" | "connectionId" | "seenAt">;

/** Marks by the database's clock when a reading of the directory begins: what it does not show was seen before. */
export async function beginReading(db: Database, of: OfConnection): Promise<Reading> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ now: sql`clock_timestamp()`.mapWith(connections.createdAt) })
      .from(connections)
      .where(and(eq(connections.orgId, of.orgId), eq(connections.id, of.connectionId))),
  );
  if (!row) throw new Error("The connection is gone.");
  return { ...of, begunAt: row.now };
}

/** Keeps a page of the PSA's companies. */
export async function recordCompanies(db: Database, reading: Reading, page: CompanyRecord[]): Promise<void> {
  const { orgId, connectionId, begunAt } = reading;
  if (page.length === 0) return;
  await inOrg(db, orgId, (tx) =>
    tx
      .insert(psaCompanies)
      .values(page.map((row) => ({ ...row, orgId, connectionId, seenAt: begunAt })))
      .onConflictDoUpdate({
        target: [psaCompanies.orgId, psaCompanies.connectionId, psaCompanies.psaId],
        set: {
          identifier: sql`excluded.identifier`,
          name: sql`excluded.name`,
          website: sql`excluded.website`,
          taxIdentifier: sql`excluded.tax_identifier`,
          inactive: sql`excluded.inactive`,
          seenAt: sql`greatest(${psaCompanies.seenAt}, excluded.seen_at)`,
        },
      }),
  );
}

/** Keeps a page of the PSA's agreements. */
export async function recordAgreements(
  db: Database,
  reading: Reading,
  page: AgreementRecord[],
): Promise<void> {
  const { orgId, connectionId, begunAt } = reading;
  if (page.length === 0) return;
  await inOrg(db, orgId, (tx) =>
    tx
      .insert(psaAgreements)
      .values(page.map((row) => ({ ...row, orgId, connectionId, seenAt: begunAt })))
      .onConflictDoUpdate({
        target: [psaAgreements.orgId, psaAgreements.connectionId, psaAgreements.psaId],
        set: {
          psaCompanyId: sql`excluded.psa_company_id`,
          name: sql`excluded.name`,
          status: sql`excluded.status`,
          startDate: sql`excluded.start_date`,
          endDate: sql`excluded.end_date`,
          nextInvoiceDate: sql`excluded.next_invoice_date`,
          billed: sql`excluded.billed`,
          prorates: sql`excluded.prorates`,
          oneTime: sql`excluded.one_time`,
          seenAt: sql`greatest(${psaAgreements.seenAt}, excluded.seen_at)`,
        },
      }),
  );
}

/** Keeps a page of the PSA's items. */
export async function recordPsaItems(db: Database, reading: Reading, page: ItemRecord[]): Promise<void> {
  const { orgId, connectionId, begunAt } = reading;
  if (page.length === 0) return;
  await inOrg(db, orgId, (tx) =>
    tx
      .insert(psaItems)
      .values(page.map((row) => ({ ...row, orgId, connectionId, seenAt: begunAt })))
      .onConflictDoUpdate({
        target: [psaItems.orgId, psaItems.connectionId, psaItems.psaId],
        set: {
          identifier: sql`excluded.identifier`,
          name: sql`excluded.name`,
          vendorSku: sql`excluded.vendor_sku`,
          inactive: sql`excluded.inactive`,
          seenAt: sql`greatest(${psaItems.seenAt}, excluded.seen_at)`,
        },
      }),
  );
}

/** Keeps what the settings choose from: billing codes and vendors. */
export async function recordChoices(db: Database, reading: Reading, choices: ChoiceRecord[]): Promise<void> {
  const { orgId, connectionId, begunAt } = reading;
  if (choices.length === 0) return;
  await inOrg(db, orgId, (tx) =>
    tx
      .insert(psaChoices)
      .values(choices.map((row) => ({ ...row, orgId, connectionId, seenAt: begunAt })))
      .onConflictDoUpdate({
        target: [psaChoices.orgId, psaChoices.connectionId, psaChoices.kind, psaChoices.psaId],
        set: {
          name: sql`excluded.name`,
          inactive: sql`excluded.inactive`,
          seenAt: sql`greatest(${psaChoices.seenAt}, excluded.seen_at)`,
        },
      }),
  );
}

/** Ends a reading that was complete: what it did not name is gone from the PSA, and the directory is as old as it. */
export async function completeReading(db: Database, reading: Reading): Promise<void> {
  const { orgId, connectionId, begunAt } = reading;
  await inOrg(db, orgId, async (tx) => {
    for (const table of [psaCompanies, psaAgreements, psaItems, psaChoices]) {
      await tx
        .delete(table)
        .where(and(eq(table.orgId, orgId), eq(table.connectionId, connectionId), lt(table.seenAt, begunAt)));
    }
    await tx
      .update(connections)
      .set({ directoryRefreshedAt: begunAt })
      .where(and(eq(connections.orgId, orgId), eq(connections.id, connectionId)));
  });
}
