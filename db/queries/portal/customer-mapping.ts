import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { costOnNewestInvoice, newestInvoices } from "@/db/queries/portal/newest-invoices";
import { listOpenLines } from "@/db/queries/portal/open-lines";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { sharedTenantAgreement } from "@/db/queries/portal/shared-tenant";
import { customers, mappings, psaAgreements, psaCompanies, users } from "@/db/schema";

/**
 * A customer with its mapping, the newest invoice of its contract agreement, and the lines of ours that are open for
 * it in the PSA. Null: not of this program and organisation.
 */
export async function findCustomerMapping(db: Database, of: OfProgramSync & { customerId: string }) {
  return inOrg(db, of.orgId, async (tx) => {
    const [found] = await selectCustomer(tx, of);
    if (!found) return null;
    return { ...found, openLines: await listOpenLines(tx, { ...of, exceptAgreementId: null }) };
  });
}

async function selectCustomer(tx: Transaction, of: OfProgramSync & { customerId: string }) {
  const newest = newestInvoices(tx, of);
  const cost = costOnNewestInvoice(tx, of);
  return tx
    .select({
      customer: customers,
      sharedTenantAgreement: sharedTenantAgreement(tx),
      mapping: mappings,
      mappedBy: users.email,
      savedCompany: psaCompanies,
      savedAgreement: psaAgreements,
      newestInvoice: {
        periodStart: newest.periodStart,
        periodEnd: newest.periodEnd,
        currency: newest.currency,
      },
      cost: sql<string | null>`${cost.cost}::text`,
    })
    .from(customers)
    .leftJoin(
      mappings,
      and(
        eq(mappings.orgId, of.orgId),
        eq(mappings.programSyncId, of.programSyncId),
        eq(mappings.customerId, customers.id),
      ),
    )
    .leftJoin(users, eq(users.id, mappings.updatedBy))
    .leftJoin(
      psaCompanies,
      and(
        eq(psaCompanies.orgId, of.orgId),
        eq(psaCompanies.connectionId, of.connectionId),
        eq(psaCompanies.psaId, mappings.psaCompanyId),
      ),
    )
    .leftJoin(
      psaAgreements,
      and(
        eq(psaAgreements.orgId, of.orgId),
        eq(psaAgreements.connectionId, of.connectionId),
        eq(psaAgreements.psaId, mappings.psaAgreementId),
      ),
    )
    .leftJoin(newest, eq(newest.contractAgreementId, customers.contractAgreementId))
    .leftJoin(cost, eq(cost.customerId, customers.id))
    .where(
      and(
        eq(customers.orgId, of.orgId),
        eq(customers.programId, of.programId),
        eq(customers.id, of.customerId),
      ),
    );
}

/** Which PSA companies and agreements other customers of this program sync are mapped to; of all companies or of some. */
export async function listTakenTargets(
  db: Database,
  of: OfProgramSync & { customerId: string; psaCompanyIds?: string[] },
) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaCompanyId: mappings.psaCompanyId,
        psaAgreementId: mappings.psaAgreementId,
        customerName: customers.name,
      })
      .from(mappings)
      .innerJoin(customers, and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId)))
      .where(
        and(
          eq(mappings.orgId, of.orgId),
          eq(mappings.programSyncId, of.programSyncId),
          ne(mappings.customerId, of.customerId),
          of.psaCompanyIds && inArray(mappings.psaCompanyId, of.psaCompanyIds),
        ),
      )
      .orderBy(customers.name),
  );
}
