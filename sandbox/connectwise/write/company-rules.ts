import { inUse } from "../problem";
import type { Company } from "../schema/company";
import type { TypeAssociation } from "../schema/setup";
import type { Site } from "../site";
import type { Rules } from "./rules";

export const companyRules: Rules<Company> = {
  defaults(company, site) {
    const status = site.tables.companyStatuses.all().find(({ defaultFlag }) => defaultFlag);
    return {
      ...company,
      status: company.status ?? (status && { id: status.id }),
      deletedFlag: false,
    };
  },
  /** Types are taken on creation only; afterwards they change through their associations. */
  settle: (after, before) => (before ? { ...after, types: before.types } : after),
  check(after, before, site) {
    if (before?.identifier === after.identifier) return [];
    const taken = site.tables.companies.hasIdentifier(after.identifier, after.id);
    const message = `A company with the identifier ${after.identifier} already exists`;
    return taken ? [{ code: "ObjectExists", message, field: "identifier" }] : [];
  },
  checkDelete(company, site) {
    const used = site.tables.agreements.all().some((agreement) => agreement.company.id === company.id);
    return used ? inUse("Company", company.id) : undefined;
  },
};

/** A company's types as its own list shows them, kept equal to its associations. */
function setTypes(companyId: number, site: Site): void {
  const company = site.tables.companies.get(companyId);
  const types = site.tables.companyTypeAssociations
    .childrenOf(companyId)
    .map(({ type }) => ({ id: type.id }));
  if (company) site.tables.companies.put({ ...company, types });
}

export const typeAssociationRules: Rules<TypeAssociation> = {
  saved: ({ company }, site) => setTypes(company.id, site),
  deleted: ({ company }, site) => setTypes(company.id, site),
};
