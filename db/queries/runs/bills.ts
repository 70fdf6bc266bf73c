import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import {
  agreementLines,
  customers,
  invoiceLines,
  invoices,
  mappings,
  positions,
  productLinks,
  products,
  subscriptions,
} from "@/db/schema";

type OfProgram = { orgId: string; programId: string };
type OfSync = OfProgram & { programSyncId: string };

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
        contractAgreementId: customers.contractAgreementId,
        psaCompanyId: mappings.psaCompanyId,
        psaAgreementId: mappings.psaAgreementId,
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
  db: Database,
  of: OfSync & { customerIds: string[]; invoiceIds: string[] },
) {
  return inOrg(db, of.orgId, (tx) =>
    tx
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
      .innerJoin(
        subscriptions,
        and(
          eq(subscriptions.orgId, invoiceLines.orgId),
          eq(subscriptions.programId, of.programId),
          eq(subscriptions.subscriptionId, invoiceLines.subscriptionId),
        ),
      )
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
      ),
  );
}

/** Lines that belong to no known subscription: adjustments, and what PRISM's tenants call does not know. */
export async function listLinesWithoutCustomer(db: Database, of: OfProgram & { invoiceIds: string[] }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({ line: invoiceLines })
      .from(invoiceLines)
      .leftJoin(
        subscriptions,
        and(
          eq(subscriptions.orgId, invoiceLines.orgId),
          eq(subscriptions.programId, of.programId),
          eq(subscriptions.subscriptionId, invoiceLines.subscriptionId),
        ),
      )
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

/** What the customers without an enabled mapping have on each invoice, in lines and partner cost. */
export async function sumUnmappedCustomers(db: Database, of: OfSync & { invoiceIds: string[] }) {
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
      .innerJoin(
        subscriptions,
        and(
          eq(subscriptions.orgId, invoiceLines.orgId),
          eq(subscriptions.programId, of.programId),
          eq(subscriptions.subscriptionId, invoiceLines.subscriptionId),
        ),
      )
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
          or(isNull(mappings.id), eq(mappings.enabled, false)),
        ),
      )
      .groupBy(customers.id, customers.name, invoiceLines.invoiceId)
      .orderBy(customers.name, customers.id),
  );
}

export type Position = Awaited<ReturnType<typeof listPositions>>[number];

/** Where these customers' keys stand, with what is known of the subscription behind each. */
export async function listPositions(db: Database, of: OfSync & { customerIds: string[] }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        key: positions.key,
        customerId: positions.customerId,
        confirmedThrough: positions.confirmedThrough,
        confirmedBefore: positions.confirmedBefore,
        runId: positions.runId,
        confirmed: positions.confirmed,
        open: positions.open,
        outstanding: positions.outstanding,
        active: subscriptions.active,
        productName: subscriptions.productName,
        productId: products.id,
        sku: products.sku,
        productListed: products.listed,
        psaItemId: productLinks.psaItemId,
      })
      .from(positions)
      .leftJoin(
        subscriptions,
        and(
          eq(subscriptions.orgId, positions.orgId),
          eq(subscriptions.programId, of.programId),
          eq(subscriptions.subscriptionId, sql`split_part(${positions.key}, ':', 1)`),
        ),
      )
      .leftJoin(
        products,
        and(
          eq(products.orgId, positions.orgId),
          eq(products.programId, of.programId),
          eq(products.sourceProductId, subscriptions.sourceProductId),
        ),
      )
      .leftJoin(
        productLinks,
        and(
          eq(productLinks.orgId, positions.orgId),
          eq(productLinks.programSyncId, of.programSyncId),
          eq(productLinks.productId, products.id),
        ),
      )
      .where(
        and(
          eq(positions.orgId, of.orgId),
          eq(positions.programSyncId, of.programSyncId),
          eq(positions.kind, "customers"),
          inArray(positions.customerId, of.customerIds),
        ),
      ),
  );
}

/** The PSA lines that we remember as ours on these agreements. */
export async function listStoredLines(
  db: Database,
  of: { orgId: string; connectionId: string; psaAgreementIds: string[] },
) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaAgreementId: agreementLines.psaAgreementId,
        psaLineId: agreementLines.psaLineId,
        key: agreementLines.key,
      })
      .from(agreementLines)
      .where(
        and(
          eq(agreementLines.orgId, of.orgId),
          eq(agreementLines.connectionId, of.connectionId),
          inArray(agreementLines.psaAgreementId, of.psaAgreementIds),
        ),
      ),
  );
}
