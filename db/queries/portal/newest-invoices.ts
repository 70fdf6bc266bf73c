import { and, desc, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { invoiceLines, invoices, subscriptions } from "@/db/schema";

type OfProgram = { orgId: string; programId: string };

/** The newest invoice in force of each contract agreement of a program. */
export function newestInvoices(tx: Transaction, of: OfProgram) {
  return tx
    .selectDistinctOn([invoices.contractAgreementId], {
      id: invoices.id,
      contractAgreementId: invoices.contractAgreementId,
      periodStart: invoices.periodStart,
      periodEnd: invoices.periodEnd,
      currency: invoices.currency,
    })
    .from(invoices)
    .where(
      and(eq(invoices.orgId, of.orgId), eq(invoices.programId, of.programId), eq(invoices.state, "current")),
    )
    .orderBy(invoices.contractAgreementId, desc(invoices.periodStart), desc(invoices.fetchedAt))
    .as("newest_invoices");
}

/** What each customer costs the partner on the newest invoice of its contract agreement, ex tax. */
export function costOnNewestInvoice(tx: Transaction, of: OfProgram) {
  const newest = newestInvoices(tx, of);
  return tx
    .select({
      customerId: subscriptions.customerId,
      cost: sql<string>`sum(${invoiceLines.costAmount})`.as("cost"),
      currency: sql<string>`min(${newest.currency})`.as("currency"),
    })
    .from(newest)
    .innerJoin(invoiceLines, and(eq(invoiceLines.orgId, of.orgId), eq(invoiceLines.invoiceId, newest.id)))
    .innerJoin(
      subscriptions,
      and(
        eq(subscriptions.orgId, of.orgId),
        eq(subscriptions.programId, of.programId),
        eq(subscriptions.subscriptionId, invoiceLines.subscriptionId),
      ),
    )
    .groupBy(subscriptions.customerId)
    .as("newest_cost");
}
