import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { newestInvoices } from "@/db/queries/portal/newest-invoices";
import { customers, psaAgreements, psaCompanies } from "@/db/schema";

/** An agreement of the cached directory with its company; null: the company has no such agreement there. */
export async function findMappingTarget(
  tx: Transaction,
  of: { orgId: string; connectionId: string; psaCompanyId: string; psaAgreementId: string },
) {
  const [target] = await tx
    .select({
      agreementName: psaAgreements.name,
      status: psaAgreements.status,
      endDate: psaAgreements.endDate,
      billed: psaAgreements.billed,
      oneTime: psaAgreements.oneTime,
      companyName: psaCompanies.name,
    })
    .from(psaAgreements)
    .innerJoin(
      psaCompanies,
      and(
        eq(psaCompanies.orgId, psaAgreements.orgId),
        eq(psaCompanies.connectionId, psaAgreements.connectionId),
        eq(psaCompanies.psaId, psaAgreements.psaCompanyId),
      ),
    )
    .where(
      and(
        eq(psaAgreements.orgId, of.orgId),
        eq(psaAgreements.connectionId, of.connectionId),
        eq(psaAgreements.psaId, of.psaAgreementId),
        eq(psaAgreements.psaCompanyId, of.psaCompanyId),
      ),
    );
  return target ?? null;
}

/** A customer of a program with its contract agreement's newest invoice; null: not of this program. */
export async function findMappedCustomer(
  tx: Transaction,
  of: { orgId: string; programId: string; customerId: string },
) {
  const newest = newestInvoices(tx, of);
  const [customer] = await tx
    .select({
      name: customers.name,
      newestInvoice: { periodStart: newest.periodStart, periodEnd: newest.periodEnd },
    })
    .from(customers)
    .leftJoin(newest, eq(newest.contractAgreementId, customers.contractAgreementId))
    .where(
      and(
        eq(customers.orgId, of.orgId),
        eq(customers.programId, of.programId),
        eq(customers.id, of.customerId),
      ),
    );
  return customer ?? null;
}
