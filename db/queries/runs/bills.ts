import { and, eq, getTableColumns, inArray, isNull, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  customers,
  invoiceLines,
  invoices,
  mappings,
  productLinks,
  products,
  subscriptions,
} from "@/db/schema";

type OfProgram = { orgId: string; programId: string };
export type OfSync = OfProgram & { programSyncId: string };

export type ScopeInvoice = Awaited<ReturnType<typeof listCurrentInvoices>>[number];

/** Invoices in force, oldest period first. */
export async function listCurrentInvoices(db: Database, of: OfProgram) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select()
      .from(invoices)
      .where(
        and(
          eq(invoices.orgId, of.orgId),
          eq(invoices.programId, of.programId),
          eq(invoices.state, "current"),
        ),
      )
      .orderBy(invoices.periodStart, invoices.sourceInvoiceId),
  );
}

export type MappedCustomer = Awaited<ReturnType<typeof listMappedCustomers>>[number];

/** Customers whose sync is on, by agreement. */
export async function listMappedCustomers(db: Database, of: OfSync) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        customerId: customers.id,
        name: customers.name,
        tenantId: customers.tenantId,
        contractAgreementId: customers.contractAgreementId,
        psaCompanyId: mappings.psaCompanyId,
        psaAgreementId: mappings.psaAgreementId,
        annualAgreementId: mappings.annualAgreementId,
        strategy: mappings.pricingStrategy,
        beginFrom: mappings.beginFrom,
      })
      .from(mappings)
      .innerJoin(customers, and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId)))
      .where(
        and(
          eq(mappings.orgId, of.orgId),
          eq(mappings.programSyncId, of.programSyncId),
          eq(mappings.enabled, true),
        ),
      )
      .orderBy(mappings.psaAgreementId, customers.name, customers.id),
  );
}

export type BilledLine = Awaited<ReturnType<typeof listLinesOfCustomers>>[number];

/** The invoice lines of these customers with what is known of their subscription and product. */
export async function listLinesOfCustomers(
  tx: Transaction,
  of: OfSync & { customerIds: string[]; invoiceIds: string[] },
) {
  return tx
    .select({
      invoiceId: invoiceLines.invoiceId,
      lineNumber: invoiceLines.lineNumber,
      subscriptionId: subscriptions.subscriptionId,
      customerId: subscriptions.customerId,
      offerName: invoiceLines.offerName,
      chargeStart: invoiceLines.chargeStart,
      chargeEnd: invoiceLines.chargeEnd,
      quantity: invoiceLines.quantity,
      unitCost: invoiceLines.unitCost,
      unitPrice: invoiceLines.unitPrice,
      billableRatio: invoiceLines.billableRatio,
      costAmount: invoiceLines.costAmount,
      priceAmount: invoiceLines.priceAmount,
      active: subscriptions.active,
      usageBased: subscriptions.usageBased,
      billedAnnually: subscriptions.billedAnnually,
      productName: subscriptions.productName,
      productId: products.id,
      sku: products.sku,
      productListed: products.listed,
      trial: products.trial,
      psaItemId: productLinks.psaItemId,
    })
    .from(invoiceLines)
    .innerJoin(subscriptions, ofLine(of))
    .leftJoin(
      products,
      and(
        eq(products.orgId, invoiceLines.orgId),
        eq(products.programId, of.programId),
        eq(products.sourceProductId, subscriptions.sourceProductId),
      ),
    )
    .leftJoin(
      productLinks,
      and(
        eq(productLinks.orgId, invoiceLines.orgId),
        eq(productLinks.programSyncId, of.programSyncId),
        eq(productLinks.productId, products.id),
      ),
    )
    .where(
      and(
        eq(invoiceLines.orgId, of.orgId),
        inArray(invoiceLines.invoiceId, of.invoiceIds),
        inArray(subscriptions.customerId, of.customerIds),
      ),
    )
    .orderBy(
      subscriptions.customerId,
      subscriptions.subscriptionId,
      invoiceLines.invoiceId,
      invoiceLines.lineNumber,
    );
}

export type LooseLine = Awaited<ReturnType<typeof listLinesWithoutCustomer>>[number];

/** Lines that belong to no known subscription: adjustments, and what PRISM's tenants call does not know. */
export async function listLinesWithoutCustomer(db: Database, of: OfProgram & { invoiceIds: string[] }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({ ...getTableColumns(invoiceLines), sourceInvoiceId: invoices.sourceInvoiceId })
      .from(invoiceLines)
      .innerJoin(
        invoices,
        and(eq(invoices.orgId, invoiceLines.orgId), eq(invoices.id, invoiceLines.invoiceId)),
      )
      .leftJoin(subscriptions, ofLine(of))
      .where(
        and(
          eq(invoiceLines.orgId, of.orgId),
          inArray(invoiceLines.invoiceId, of.invoiceIds),
          isNull(subscriptions.subscriptionId),
        ),
      )
      .orderBy(invoiceLines.invoiceId, invoiceLines.lineNumber),
  );
}

/**
 * What the customers beside these have on each invoice, in lines and partner cost. `mapped`: those that the run works on,
 * so that none whose mapping changes meanwhile is in both or in neither.
 */
export async function sumUnmappedCustomers(
  db: Database,
  of: OfSync & { invoiceIds: string[]; mapped: ReadonlySet<string> },
) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        customerId: customers.id,
        name: customers.name,
        invoiceId: invoiceLines.invoiceId,
        switchedOff: sql<boolean>`bool_or(${mappings.id} is not null)`,
        lineCount: sql<number>`count(*)::int`,
        costAmount: sql<string>`sum(${invoiceLines.costAmount})::text`,
        priceAmount: sql<string>`sum(${invoiceLines.priceAmount})::text`,
      })
      .from(invoiceLines)
      .innerJoin(subscriptions, ofLine(of))
      .innerJoin(
        customers,
        and(eq(customers.orgId, invoiceLines.orgId), eq(customers.id, subscriptions.customerId)),
      )
      .leftJoin(
        mappings,
        and(
          eq(mappings.orgId, invoiceLines.orgId),
          eq(mappings.programSyncId, of.programSyncId),
          eq(mappings.customerId, customers.id),
        ),
      )
      .where(
        and(
          eq(invoiceLines.orgId, of.orgId),
          inArray(invoiceLines.invoiceId, of.invoiceIds),
          sql`not exists (select from unnest(${sql.param([...of.mapped])}::uuid[]) mapped(id) where mapped.id = ${customers.id})`,
        ),
      )
      .groupBy(customers.id, customers.name, invoiceLines.invoiceId)
      .orderBy(customers.name, customers.id),
  );
}

/** PRISM's ids of subscriptions are unique in a program. */
function ofLine({ programId }: OfProgram) {
  return and(
    eq(subscriptions.orgId, invoiceLines.orgId),
    eq(subscriptions.programId, programId),
    eq(subscriptions.subscriptionId, invoiceLines.subscriptionId),
  );
}
