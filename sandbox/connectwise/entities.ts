import { EditRefused, type Entities } from "../http/service";
import { present } from "./read/present";
import type { Row } from "./schema/entity";
import type { Site } from "./site";
import type { Table } from "./table";
import { additionRules } from "./write/addition-rules";
import { agreementRules } from "./write/agreement-rules";
import { catalogRules } from "./write/catalog-rules";
import { companyRules } from "./write/company-rules";
import { isObject, readEdit } from "./write/read-draft";
import type { Rules } from "./write/rules";

/** One kind of entity with its type hidden, as the control interface needs it. */
type Kind = {
  list(): unknown[];
  get(id: number): unknown;
  patch(id: number, change: unknown): unknown;
  create(value: unknown): unknown;
  remove(id: number): unknown;
};

const personName = "A person";

/**
 * Look at and edit records as a person in ConnectWise's own screens would: none of the API's rules, but values must
 * have their field's type, and references must exist. Dates may be written as YYYY-MM-DD; null clears a field.
 */
export function siteEntities(site: Site): Entities {
  const kinds: Readonly<Record<string, Kind>> = {
    agreements: kindOf(site, site.tables.agreements, agreementRules),
    additions: kindOf(site, site.tables.additions, additionRules),
    companies: kindOf(site, site.tables.companies, companyRules),
    catalog: kindOf(site, site.tables.catalog, catalogRules),
    companyStatuses: kindOf(site, site.tables.companyStatuses, {}),
    agreementTypes: kindOf(site, site.tables.agreementTypes, {}),
    subcategories: kindOf(site, site.tables.subcategories, {}),
    productTypes: kindOf(site, site.tables.productTypes, {}),
    currencies: kindOf(site, site.tables.currencies, {}),
    callbacks: kindOf(site, site.tables.callbacks, {}),
  };
  const find = (kind: string): Kind => {
    const found = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (found) return found;
    throw new EditRefused(
      404,
      `ConnectWise has no ${kind} here; there are ${Object.keys(kinds).join(", ")}.`,
    );
  };
  return {
    kinds: Object.keys(kinds),
    list: (kind) => find(kind).list(),
    get: (kind, id) => find(kind).get(Number(id)),
    patch: (kind, id, change) => find(kind).patch(Number(id), change),
    create: (kind, value) => find(kind).create(value),
    remove: (kind, id) => find(kind).remove(Number(id)),
  };
}

function kindOf<R extends Row>(site: Site, table: Table<R>, rules: Rules<R>): Kind {
  const { entity } = table;
  const show = (row: R) => present(site, entity, rules, row, "/v4_6_release/apis/3.0");
  const must = (id: number): R => {
    const row = table.get(id);
    if (row) return row;
    throw new EditRefused(
      404,
      `There is no ${entity.resource} ${id}; GET the list of them to see which there are.`,
    );
  };
  const store = (values: object, id: number, before: R | undefined): unknown => {
    const stamp = site.timestamp();
    const _info = { ...before?._info, lastUpdated: stamp, updatedBy: personName };
    const read = readEdit(site, entity, { ...values, id, _info });
    if ("reasons" in read)
      throw new EditRefused(400, `The ${entity.resource} cannot be saved: ${read.reasons.join("; ")}.`);
    const filled = before ? read.row : (rules.defaults?.(read.row, site) ?? read.row);
    const row = rules.settle?.(filled, before) ?? filled;
    table.put(row);
    return show(row);
  };
  return {
    list: () => table.all().map(show),
    get: (id) => {
      const row = table.get(id);
      return row && show(row);
    },
    patch: (id, change) => {
      const before = must(id);
      return store({ ...before, ...members(table, change) }, id, before);
    },
    create: (value) => store(members(table, value), table.newId(), undefined),
    remove: (id) => {
      const row = must(id);
      table.delete(id);
      rules.deleted?.(row, site);
      return show(row);
    },
  };
}

function members<R extends Row>({ entity }: Table<R>, change: unknown): Record<string, unknown> {
  if (!isObject(change))
    throw new EditRefused(400, `Send an object with the members of the ${entity.resource} to change.`);
  const unknown = Object.keys(change).filter((name) => !Object.hasOwn(entity.fields, name));
  if (unknown.length === 0) return change;
  const known = Object.keys(entity.fields).join(", ");
  throw new EditRefused(400, `A ${entity.resource} has no ${unknown.join(", ")}. Its members are ${known}.`);
}
