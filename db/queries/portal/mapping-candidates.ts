import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { costOnNewestInvoice, newestInvoices } from "@/db/queries/portal/newest-invoices";
import { type OfProgramSync, withoutMapping } from "@/db/queries/portal/program-customers";
import { customers, mappings, psaAgreements } from "@/db/schema";

export type MappingCandidate = Awaited<ReturnType<typeof listUnmappedCustomers>>[number];
export type AgreementOfCompany = Awaited<ReturnType<typeof listAgreementsOfCompanies>>[number];

/** Every customer of a program sync without a mapping, the dearest on the newest invoice first. */
export async function listUnmappedCustomers(tx: Transaction, of: OfProgramSync) {
  return selectUnmapped(tx, of);
}

/** The statement of it. */
export function selectUnmapped(tx: Transaction, of: OfProgramSync) {
  const newest = newestInvoices(tx, of);
  const cost = costOnNewestInvoice(tx, of);
  return tx
    .select({
      customerId: customers.id,
      name: customers.name,
      active: customers.active,
      registrationNumber: customers.registrationNumber,
      website: customers.website,
      tenantDomain: customers.tenantDomain,
      contractAgreementId: customers.contractAgreementId,
      cost: sql<string | null>`${cost.cost}::text`,
      currency: newest.currency,
      newestInvoice: { periodStart: newest.periodStart, periodEnd: newest.periodEnd },
    })
    .from(customers)
    .leftJoin(newest, eq(newest.contractAgreementId, customers.contractAgreementId))
    .leftJoin(cost, eq(cost.customerId, customers.id))
    .where(and(eq(customers.orgId, of.orgId), eq(customers.programId, of.programId), withoutMapping(tx, of)))
    .orderBy(sql`coalesce(${cost.cost}, 0) desc`, asc(customers.name), asc(customers.id));
}

/** Which companies the customers of a program sync are mapped to. */
export async function listMappedCompanies(tx: Transaction, of: OfProgramSync) {
  return tx
    .select({ psaCompanyId: mappings.psaCompanyId, customerName: customers.name })
    .from(mappings)
    .innerJoin(customers, and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId)))
    .where(and(eq(mappings.orgId, of.orgId), eq(mappings.programSyncId, of.programSyncId)))
    .orderBy(asc(customers.name), asc(customers.id));
}

/** The agreements of several companies, with what tells whether they take lines. */
export async function listAgreementsOfCompanies(
  tx: Transaction,
  of: { orgId: string; connectionId: string; psaCompanyIds: string[] },
) {
  return tx
    .select({
      psaId: psaAgreements.psaId,
      psaCompanyId: psaAgreements.psaCompanyId,
      name: psaAgreements.name,
      status: psaAgreements.status,
      endDate: psaAgreements.endDate,
      billed: psaAgreements.billed,
      prorates: psaAgreements.prorates,
      oneTime: psaAgreements.oneTime,
    })
    .from(psaAgreements)
    .where(
      and(
        eq(psaAgreements.orgId, of.orgId),
        eq(psaAgreements.connectionId, of.connectionId),
        inArray(psaAgreements.psaCompanyId, of.psaCompanyIds),
      ),
    )
    .orderBy(asc(psaAgreements.name), asc(psaAgreements.psaId));
}
