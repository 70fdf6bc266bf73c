import type { ConnectWiseAgreementSeed, ConnectWiseSeed } from "../world/seed";
import { addDays, firstOpenDay, midnightOf } from "./bill/period";
import { lastBilledDay } from "./last-billed-day";
import type { CatalogItem } from "./schema/catalog-item";
import type { Row } from "./schema/entity";
import { fillSetup, setupIds } from "./setup-records";
import { type Clock, type Keys, Site } from "./site";
import type { Table } from "./table";
import { additionRules } from "./write/addition-rules";
import { agreementRules } from "./write/agreement-rules";
import { catalogRules } from "./write/catalog-rules";
import type { Rules } from "./write/rules";

const member = "Administrator";

/** Everything but `_info`, which the site writes. */
type Typed<R extends Row> = Omit<R, "_info">;

/** A site as its administrator and clerks have filled it, by hand and long ago. */
export function seedSite(seed: ConnectWiseSeed, keys: Omit<Keys, "companyId">, clock: Clock): Site {
  const site = new Site(seed.site.companyName, { ...keys, companyId: seed.site.companyId }, clock);
  fillSetup(site, seed);
  fillCompanies(site, seed);
  fillCatalog(site, seed);
  fillAgreements(site, seed);
  fillAdditions(site, seed);
  return site;
}

function put<R extends Row>(site: Site, table: Table<R>, rules: Rules<R>, typed: Typed<R>): void {
  const stamp = site.timestamp();
  const _info = { lastUpdated: stamp, updatedBy: member, dateEntered: stamp, enteredBy: member };
  const row = table.entity.schema.parse(withoutAbsent({ ...typed, _info }));
  const filled = rules.defaults?.(row, site) ?? row;
  table.put(rules.settle?.(filled, undefined) ?? filled);
}

function withoutAbsent(values: object): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
  );
}

function fillCompanies(site: Site, seed: ConnectWiseSeed): void {
  for (const { inactive, ...company } of seed.companies) {
    const status = { id: inactive ? setupIds.inactiveStatus : setupIds.activeStatus };
    const types = [{ id: setupIds.clientType }];
    put(site, site.tables.companies, {}, { ...company, status, types, deletedFlag: false });
    put(
      site,
      site.tables.companySites,
      {},
      {
        id: company.id,
        name: "Main",
        company: { id: company.id },
        primaryAddressFlag: true,
      },
    );
    put(
      site,
      site.tables.companyTypeAssociations,
      {},
      {
        id: company.id,
        type: { id: setupIds.clientType },
        company: { id: company.id },
      },
    );
  }
}

function fillCatalog(site: Site, seed: ConnectWiseSeed): void {
  for (const item of seed.catalog) {
    const typed: Typed<CatalogItem> = {
      id: item.id,
      identifier: item.identifier,
      description: item.description.slice(0, 60),
      customerDescription: item.description,
      subcategory: { id: setupIds.cloudSubcategory },
      type: { id: setupIds.softwareType },
      vendorSku: item.vendorSku,
      price: Number(item.price),
      cost: Number(item.cost),
      inactiveFlag: item.inactive ?? false,
      productClass: item.productClass ?? "Agreement",
      recurringFlag: true,
      taxableFlag: true,
    };
    put(site, site.tables.catalog, catalogRules, typed);
  }
}

function fillAgreements(site: Site, seed: ConnectWiseSeed): void {
  const typeIds = new Map(site.tables.agreementTypes.all().map(({ id, name }) => [name, id]));
  const cycleIds = new Map(site.tables.billingCycles.all().map(({ id, name }) => [name, id]));
  const find = (
    ids: Map<string, number>,
    agreement: ConnectWiseAgreementSeed,
    name: string,
  ): { id: number } => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`Agreement ${agreement.id} of the seed names an unknown ${name}.`);
    return { id };
  };
  const currency = site.tables.currencies.all()[0];
  for (const agreement of seed.agreements) {
    put(site, site.tables.agreements, agreementRules, {
      id: agreement.id,
      name: agreement.name,
      type: find(typeIds, agreement, agreement.typeName),
      company: { id: agreement.companyId },
      contact: { id: agreement.companyId, name: "Accounts Payable" },
      site: { id: agreement.companyId, name: "Main" },
      startDate: midnightOf(agreement.startDate),
      endDate: agreement.endDate === undefined ? undefined : midnightOf(agreement.endDate),
      billStartDate: midnightOf(agreement.billStartDate),
      nextInvoiceDate: midnightOf(agreement.nextInvoiceDate),
      periodType: agreement.periodType,
      prorateFlag: agreement.prorateFlag,
      billOneTimeFlag: agreement.billOneTime ?? false,
      billingCycle: find(cycleIds, agreement, agreement.billingCycle ?? "Monthly"),
      currency: currency && { id: currency.id },
      cancelledFlag: agreement.cancelled ?? false,
    });
  }
}

/** What lies before the agreement's open period has been invoiced. */
function fillAdditions(site: Site, seed: ConnectWiseSeed): void {
  for (const {
    catalogId,
    unitPrice,
    unitCost,
    effectiveDate,
    cancelledDate,
    ...addition
  } of seed.additions) {
    put(site, site.tables.additions, additionRules, {
      ...addition,
      product: { id: catalogId },
      billCustomer: "Billable",
      unitPrice: Number(unitPrice),
      unitCost: Number(unitCost),
      effectiveDate: midnightOf(effectiveDate),
      cancelledDate: cancelledDate === undefined ? undefined : midnightOf(cancelledDate),
    });
    const agreement = site.tables.agreements.get(addition.agreementId);
    const row = site.tables.additions.get(addition.id);
    const open = agreement ? firstOpenDay(site, agreement) : null;
    if (!row || open === null || effectiveDate >= open) continue;
    const last = lastBilledDay(row, site);
    const through = addDays(open, -1);
    site.invoicedThrough.set(row.id, last !== null && last < through ? last : through);
  }
}
