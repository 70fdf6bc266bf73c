import { and, eq, ilike, isNotNull, ne, notExists, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { type KeysetPage, keysetOf, type PageCursor, pageOf } from "@/db/queries/portal/keyset";
import { containsPattern } from "@/db/queries/portal/like-pattern";
import { costOnNewestInvoice } from "@/db/queries/portal/newest-invoices";
import { sharedTenantAgreement } from "@/db/queries/portal/shared-tenant";
import { customers, mappings, psaAgreements, psaCompanies } from "@/db/schema";

export const customerSorts = ["unmapped", "name", "cost"] as const;
export type CustomerSort = (typeof customerSorts)[number];

export const customerFilters = ["all", "unmapped", "on", "off"] as const;
export type CustomerFilter = (typeof customerFilters)[number];

export type OfProgramSync = {
  orgId: string;
  programId: string;
  programSyncId: string;
  connectionId: string;
};

type CustomerPageRequest = OfProgramSync & {
  search: string;
  filter: CustomerFilter;
  sort: CustomerSort;
  cursor: PageCursor | null;
  limit: number;
};

export type CustomerRow = Awaited<ReturnType<typeof selectCustomers>>[number];

/**
 * A page of a program's customers with where each is mapped to and what it costs on the newest invoice (null: it is
 * not on it). `unmapped` puts those without a mapping first, the dearest on top.
 */
export async function listProgramCustomers(
  db: Database,
  request: CustomerPageRequest,
): Promise<KeysetPage<CustomerRow>> {
  const rows = await inOrg(db, request.orgId, (tx) => selectCustomers(tx, request));
  return pageOf(rows, request.limit, request.cursor);
}

async function selectCustomers(tx: Transaction, request: CustomerPageRequest) {
  const newest = costOnNewestInvoice(tx, request);
  const keyset = keysetOf(sortKey(request.sort, sql`coalesce(${newest.cost}, 0)`), request.cursor);
  return tx
    .select({
      customerId: customers.id,
      name: customers.name,
      active: customers.active,
      registrationNumber: customers.registrationNumber,
      website: customers.website,
      tenantDomain: customers.tenantDomain,
      sharedTenantAgreement: sharedTenantAgreement(tx),
      cost: sql<string | null>`${newest.cost}::text`,
      currency: newest.currency,
      mapping: {
        psaCompanyId: mappings.psaCompanyId,
        psaAgreementId: mappings.psaAgreementId,
        pricingStrategy: mappings.pricingStrategy,
        enabled: mappings.enabled,
        beginFrom: mappings.beginFrom,
      },
      company: { name: psaCompanies.name, inactive: psaCompanies.inactive },
      agreement: {
        name: psaAgreements.name,
        status: psaAgreements.status,
        endDate: psaAgreements.endDate,
      },
      /** Other customers of the program sync that are mapped to the same company: it may have been entered twice. */
      alsoMapped: sql<string[]>`array(${othersOfCompany(tx, request)})`,
      sortKey: sql<string[]>`array[${sql.join(
        sortKey(request.sort, sql`coalesce(${newest.cost}, 0)`).map((part) => sql`${part.of}::text`),
        sql`, `,
      )}]`,
    })
    .from(customers)
    .leftJoin(mappings, mappingOf(request))
    .leftJoin(newest, eq(newest.customerId, customers.id))
    .leftJoin(psaCompanies, companyOf(request))
    .leftJoin(
      psaAgreements,
      and(
        eq(psaAgreements.orgId, request.orgId),
        eq(psaAgreements.connectionId, request.connectionId),
        eq(psaAgreements.psaId, mappings.psaAgreementId),
      ),
    )
    .where(and(ofProgram(request), found(request.search), filterOf(tx, request), keyset.where))
    .orderBy(...keyset.orderBy)
    .limit(request.limit + 1);
}

function othersOfCompany(tx: Transaction, of: OfProgramSync) {
  const otherMappings = alias(mappings, "other_mappings");
  const others = alias(customers, "other_customers");
  return tx
    .select({ name: others.name })
    .from(otherMappings)
    .innerJoin(others, and(eq(others.orgId, otherMappings.orgId), eq(others.id, otherMappings.customerId)))
    .where(
      and(
        eq(otherMappings.orgId, of.orgId),
        eq(otherMappings.programSyncId, of.programSyncId),
        eq(otherMappings.psaCompanyId, mappings.psaCompanyId),
        ne(otherMappings.customerId, customers.id),
        ne(others.tenantId, customers.tenantId),
      ),
    )
    .orderBy(others.name)
    .limit(3);
}

const ofProgram = (of: OfProgramSync) =>
  and(eq(customers.orgId, of.orgId), eq(customers.programId, of.programId));

const mappingOf = (of: OfProgramSync) =>
  and(
    eq(mappings.orgId, of.orgId),
    eq(mappings.programSyncId, of.programSyncId),
    eq(mappings.customerId, customers.id),
  );

const companyOf = (of: OfProgramSync) =>
  and(
    eq(psaCompanies.orgId, of.orgId),
    eq(psaCompanies.connectionId, of.connectionId),
    eq(psaCompanies.psaId, mappings.psaCompanyId),
  );

function sortKey(sort: CustomerSort, cost: SQL) {
  const name = [
    { of: sql`${customers.name}`, type: "text" as const },
    { of: sql`${customers.id}`, type: "uuid" as const },
  ];
  const dearestFirst = { of: sql`(0 - ${cost})`, type: "numeric" as const };
  if (sort === "name") return name;
  if (sort === "cost") return [dearestFirst, ...name];
  const unmappedFirst = sql`(case when ${mappings.id} is null then 0 else 1 end)`;
  const dearestUnmapped = sql`(case when ${mappings.id} is null then 0 - ${cost} else 0 end)`;
  return [
    { of: unmappedFirst, type: "numeric" as const },
    { of: dearestUnmapped, type: "numeric" as const },
    ...name,
  ];
}

/**
 * That a customer has no mapping in this program sync. Not as a join that finds nothing: of such a one the database expects a
 * single row, and then reads what all customers cost again for each of them.
 */
export function withoutMapping(tx: Transaction, of: OfProgramSync): SQL {
  const anyMapping = alias(mappings, "any_mapping");
  return notExists(
    tx
      .select({ id: anyMapping.id })
      .from(anyMapping)
      .where(
        and(
          eq(anyMapping.orgId, of.orgId),
          eq(anyMapping.programSyncId, of.programSyncId),
          eq(anyMapping.customerId, customers.id),
        ),
      ),
  );
}

function filterOf(tx: Transaction, { filter, ...of }: CustomerPageRequest): SQL | undefined {
  if (filter === "unmapped") return withoutMapping(tx, of);
  if (filter === "on") return eq(mappings.enabled, true);
  return filter === "off" ? and(isNotNull(mappings.id), eq(mappings.enabled, false)) : undefined;
}

function found(search: string): SQL | undefined {
  if (search === "") return undefined;
  const pattern = containsPattern(search);
  return or(
    ilike(customers.name, pattern),
    ilike(customers.tenantDomain, pattern),
    ilike(customers.registrationNumber, pattern),
    ilike(psaCompanies.name, pattern),
  );
}

/** How many customers each filter shows. */
export async function countProgramCustomers(db: Database, of: OfProgramSync & { search: string }) {
  const [counts] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        all: sql<number>`count(*)::int`,
        unmapped: sql<number>`(count(*) filter (where ${mappings.id} is null))::int`,
        on: sql<number>`(count(*) filter (where ${mappings.enabled}))::int`,
        off: sql<number>`(count(*) filter (where not ${mappings.enabled}))::int`,
      })
      .from(customers)
      .leftJoin(mappings, mappingOf(of))
      .leftJoin(psaCompanies, companyOf(of))
      .where(and(ofProgram(of), found(of.search))),
  );
  return counts ?? { all: 0, unmapped: 0, on: 0, off: 0 };
}
