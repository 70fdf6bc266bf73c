import { and, asc, eq, ilike, or, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { containsPattern } from "@/db/queries/portal/like-pattern";
import { psaAgreements, psaCompanies } from "@/db/schema";

type OfConnection = { orgId: string; connectionId: string };

export type DirectoryCompany = Awaited<ReturnType<typeof listCompanies>>[number];
export type DirectoryAgreement = Awaited<ReturnType<typeof listAgreementsOfCompany>>[number];

const columns = {
  psaId: psaCompanies.psaId,
  identifier: psaCompanies.identifier,
  name: psaCompanies.name,
  website: psaCompanies.website,
  taxIdentifier: psaCompanies.taxIdentifier,
  inactive: psaCompanies.inactive,
};

const ofConnection = (of: OfConnection) =>
  and(eq(psaCompanies.orgId, of.orgId), eq(psaCompanies.connectionId, of.connectionId));

/** Every company of the cached directory, to match customers with. */
export async function listCompanies(db: Database, of: OfConnection) {
  return inOrg(db, of.orgId, (tx) => selectCompanies(tx, of));
}

export async function selectCompanies(tx: Transaction, of: OfConnection) {
  return tx.select(columns).from(psaCompanies).where(ofConnection(of));
}

/**
 * Companies whose name, identifier, id, website or tax number holds the words; the one of this very id first, then those
 * in use, then those whose name begins so. Reads the companies of one connection: behind row-level security no index
 * could serve ILIKE, which PostgreSQL does not take for leakproof.
 */
export async function searchCompanies(db: Database, of: OfConnection & { search: string; limit: number }) {
  const pattern = containsPattern(of.search);
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select(columns)
      .from(psaCompanies)
      .where(
        and(
          ofConnection(of),
          or(
            ilike(psaCompanies.name, pattern),
            ilike(psaCompanies.identifier, pattern),
            ilike(psaCompanies.website, pattern),
            ilike(psaCompanies.taxIdentifier, pattern),
            eq(psaCompanies.psaId, of.search),
          ),
        ),
      )
      .orderBy(
        sql`${psaCompanies.psaId} <> ${of.search}`,
        asc(psaCompanies.inactive),
        sql`${psaCompanies.name} not ilike ${pattern.slice(1)}`,
        asc(psaCompanies.name),
        asc(psaCompanies.psaId),
      )
      .limit(of.limit),
  );
}

/** A company of the directory; null: not there (any more). */
export async function findCompany(db: Database, of: OfConnection & { psaId: string }) {
  const [company] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select(columns)
      .from(psaCompanies)
      .where(and(ofConnection(of), eq(psaCompanies.psaId, of.psaId))),
  );
  return company ?? null;
}

/** A company's agreements, also ended ones, which stand last. */
export async function listAgreementsOfCompany(db: Database, of: OfConnection & { psaCompanyId: string }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaId: psaAgreements.psaId,
        name: psaAgreements.name,
        status: psaAgreements.status,
        startDate: psaAgreements.startDate,
        endDate: psaAgreements.endDate,
        nextInvoiceDate: psaAgreements.nextInvoiceDate,
        billed: psaAgreements.billed,
        prorates: psaAgreements.prorates,
        oneTime: psaAgreements.oneTime,
      })
      .from(psaAgreements)
      .where(
        and(
          eq(psaAgreements.orgId, of.orgId),
          eq(psaAgreements.connectionId, of.connectionId),
          eq(psaAgreements.psaCompanyId, of.psaCompanyId),
        ),
      )
      .orderBy(sql`${psaAgreements.status} <> 'active'`, asc(psaAgreements.name), asc(psaAgreements.psaId)),
  );
}
