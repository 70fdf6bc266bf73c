import type { Database } from "@/db/client";
import {
  invoiceLines,
  invoices,
  mappings,
  type pricingStrategies,
  psaAgreements,
  psaCompanies,
  subscriptions,
} from "@/db/schema";
import type { TestSync } from "./sync-records";

const seenAt = new Date("2026-11-01T00:00:00Z");

type CompanyChange = Partial<typeof psaCompanies.$inferInsert>;

/** A company of the cached directory. */
export async function addCompany(
  owner: Database,
  sync: TestSync,
  psaId: string,
  change: CompanyChange = {},
): Promise<void> {
  const { orgId, connectionId } = sync;
  await owner.insert(psaCompanies).values({
    orgId,
    connectionId,
    psaId,
    identifier: `Company${psaId}`,
    name: `Company ${psaId}`,
    inactive: false,
    seenAt,
    ...change,
  });
}

type AgreementChange = Partial<typeof psaAgreements.$inferInsert>;

/** An agreement of a company, active unless told otherwise. */
export async function addAgreement(
  owner: Database,
  sync: TestSync,
  of: { psaId: string; psaCompanyId: string },
  change: AgreementChange = {},
): Promise<void> {
  const { orgId, connectionId } = sync;
  await owner.insert(psaAgreements).values({
    orgId,
    connectionId,
    ...of,
    name: `Agreement ${of.psaId}`,
    status: "active",
    startDate: "2025-01-01",
    billed: "in_arrears",
    prorates: true,
    seenAt,
    ...change,
  });
}

/** What each customer costs on an invoice, by its id; each has one subscription of its own. */
export async function addInvoice(
  owner: Database,
  sync: TestSync,
  month: { start: string; end: string },
  costs: Record<string, string>,
  fetchedAt = new Date(`${month.end}T12:00:00Z`),
): Promise<void> {
  const { orgId, programId } = sync;
  const [invoice] = await owner
    .insert(invoices)
    .values({
      orgId,
      programId,
      contractAgreementId: "CA-1",
      sourceInvoiceId: `INV-${month.start}`,
      contentHash: month.start,
      periodStart: month.start,
      periodEnd: month.end,
      currency: "AUD",
      linesTotal: "0",
      lineCount: Object.keys(costs).length,
      fetchedAt,
    })
    .returning({ id: invoices.id });
  if (!invoice) throw new Error("The invoice was not stored.");
  for (const [index, [customerId, costAmount]] of Object.entries(costs).entries()) {
    const subscriptionId = `sub-${customerId}`;
    await owner
      .insert(subscriptions)
      .values({
        orgId,
        programId,
        subscriptionId,
        customerId,
        sourceProductId: "P-1",
        productName: "Microsoft 365 Business Standard",
        active: true,
        usageBased: false,
        billedAnnually: false,
        lastSeenAt: seenAt,
      })
      .onConflictDoNothing();
    await owner.insert(invoiceLines).values({
      orgId,
      invoiceId: invoice.id,
      lineNumber: index + 1,
      subscriptionId,
      offerName: "Microsoft 365 Business Standard",
      chargeStart: month.start,
      chargeEnd: month.end,
      quantity: "1",
      unitCost: costAmount,
      unitPrice: costAmount,
      billableRatio: "1",
      costAmount,
      priceAmount: costAmount,
    });
  }
}

type MappingChange = Partial<typeof mappings.$inferInsert> & {
  pricingStrategy?: (typeof pricingStrategies)[number];
};

/** Maps a customer to an agreement, from October on unless told otherwise. */
export async function addMapping(
  owner: Database,
  sync: TestSync,
  of: { customerId: string; psaCompanyId: string; psaAgreementId: string },
  change: MappingChange = {},
): Promise<void> {
  const { orgId, programSyncId } = sync;
  await owner.insert(mappings).values({ orgId, programSyncId, ...of, beginFrom: "2026-10-01", ...change });
}
