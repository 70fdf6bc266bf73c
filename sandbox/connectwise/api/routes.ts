import type { Row } from "../schema/entity";
import type { Callback } from "../schema/setup";
import type { Area } from "../settings";
import type { Site } from "../site";
import type { Table } from "../table";
import { additionRules } from "../write/addition-rules";
import { agreementRules } from "../write/agreement-rules";
import { catalogRules } from "../write/catalog-rules";
import { companyRules, typeAssociationRules } from "../write/company-rules";
import type { Rules } from "../write/rules";
import { copyAgreement, invoiceAgreement, priceOfItem, quantityOnHand } from "./actions";
import type { Endpoint } from "./call";
import { collection, type Parent } from "./collection";

const underAgreement: Parent = {
  name: "Agreement",
  exists: (site, id) => site.tables.agreements.get(id) !== undefined,
  members: (id) => ({ agreementId: id }),
};

const underCompany: Parent = {
  name: "Company",
  exists: (site, id) => site.tables.companies.get(id) !== undefined,
  members: (id) => ({ company: { id } }),
};

const underCategory: Parent = {
  name: "Category",
  exists: (site, id) => site.tables.categories.get(id) !== undefined,
  members: (id) => ({ category: { id } }),
};

const callbackRules: Rules<Callback> = {
  check(after, _before, site) {
    const same = (other: Callback) =>
      other.id !== after.id &&
      other.url === after.url &&
      other.type === after.type &&
      other.level === after.level &&
      other.objectId === after.objectId;
    const taken = site.tables.callbacks.all().some(same);
    return taken
      ? [{ code: "ObjectExists", message: "A matching callback entry already exists", field: "objectId" }]
      : [];
  },
};

const setup = <R extends Row>(table: (site: Site) => Table<R>, area: Area = "setup"): Endpoint =>
  collection({ area, table });

const readOnly = <R extends Row>(table: (site: Site) => Table<R>): Endpoint =>
  collection({ area: "setup", table, writable: false });

/** `{parentId}` stands for an id; the longest path that a call begins with serves it. */
export const routes: Readonly<Record<string, Endpoint>> = {
  "/company/companies": collection({
    area: "companies",
    table: (site) => site.tables.companies,
    rules: companyRules,
  }),
  "/company/companies/statuses": setup((site) => site.tables.companyStatuses),
  "/company/companies/types": setup((site) => site.tables.companyTypes),
  "/company/companies/{parentId}/typeAssociations": collection({
    area: "companies",
    table: (site) => site.tables.companyTypeAssociations,
    rules: typeAssociationRules,
    parent: underCompany,
  }),
  "/company/companies/{parentId}/sites": collection({
    area: "companies",
    table: (site) => site.tables.companySites,
    parent: underCompany,
  }),
  "/finance/agreements": collection({
    area: "agreements",
    table: (site) => site.tables.agreements,
    rules: agreementRules,
  }),
  "/finance/agreements/types": setup((site) => site.tables.agreementTypes),
  "/finance/agreements/{parentId}/additions": collection({
    area: "additions",
    table: (site) => site.tables.additions,
    rules: additionRules,
    parent: underAgreement,
  }),
  "/finance/agreements/{parentId}/adjustments": collection({
    area: "agreements",
    table: (site) => site.tables.agreementAdjustments,
    parent: underAgreement,
  }),
  "/finance/agreements/{parentId}/invoice": invoiceAgreement,
  "/finance/agreements/{parentId}/copy": copyAgreement,
  "/finance/billingCycles": setup((site) => site.tables.billingCycles),
  "/finance/currencies": readOnly((site) => site.tables.currencies),
  "/procurement/catalog": collection({
    area: "catalog",
    table: (site) => site.tables.catalog,
    rules: catalogRules,
  }),
  "/procurement/catalog/{parentId}/pricing": priceOfItem,
  "/procurement/catalog/{name}/quantityOnHand": quantityOnHand,
  "/procurement/categories": setup((site) => site.tables.categories),
  "/procurement/categories/{parentId}/subcategories": collection({
    area: "setup",
    table: (site) => site.tables.subcategories,
    parent: underCategory,
  }),
  "/procurement/subcategories": setup((site) => site.tables.subcategories),
  "/procurement/types": setup((site) => site.tables.productTypes),
  "/procurement/unitOfMeasures": setup((site) => site.tables.unitsOfMeasure),
  "/system/callbacks": collection({
    area: "callbacks",
    table: (site) => site.tables.callbacks,
    rules: callbackRules,
  }),
};
