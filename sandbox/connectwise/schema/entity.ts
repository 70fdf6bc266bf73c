import type { z } from "zod";
import { type Field, fieldOf } from "./field";
import type { info } from "./parts";

/** What every stored record has. Fields that are null are absent. */
export type Row = { id: number; _info: z.infer<typeof info> };

export type TableName =
  | "companies"
  | "companyStatuses"
  | "companyTypes"
  | "companySites"
  | "companyTypeAssociations"
  | "agreements"
  | "agreementTypes"
  | "agreementAdjustments"
  | "additions"
  | "billingCycles"
  | "currencies"
  | "catalog"
  | "categories"
  | "subcategories"
  | "productTypes"
  | "unitsOfMeasure"
  | "callbacks";

/** How a reference looks when it is read: `{id, <shows>, _info: {<href>_href}}`. */
export type ReferenceTarget = { table: TableName; shows: readonly string[]; href: string; path: string };

/** One kind of record: its fields, and its names in the API's messages. */
export type Entity<R extends Row> = {
  /** In "… object is invalid": "addition". */
  resource: string;
  /** In "object of type '…'": "Addition". */
  typeName: string;
  schema: z.ZodType<R>;
  fields: Readonly<Record<string, Field>>;
  references: Readonly<Record<string, ReferenceTarget>>;
  /** Accepted in a body and ignored. */
  computed: readonly string[];
};

type Definition<S extends Record<string, z.ZodType>> = {
  resource: string;
  typeName: string;
  schema: z.ZodObject<S>;
  references?: Record<string, ReferenceTarget>;
  computed?: readonly string[];
};

export function entity<S extends Record<string, z.ZodType>, R extends Row>(
  definition: Definition<S> & { schema: z.ZodType<R> },
): Entity<R> {
  return {
    resource: definition.resource,
    typeName: definition.typeName,
    schema: definition.schema,
    fields: Object.fromEntries(
      Object.entries(definition.schema.shape).map(([name, type]) => [name, fieldOf(type)]),
    ),
    references: definition.references ?? {},
    computed: ["id", "_info", ...(definition.computed ?? [])],
  };
}

const target = (table: TableName, shows: readonly string[], href: string, path: string): ReferenceTarget => ({
  table,
  shows,
  href,
  path,
});

export const targets = {
  company: target("companies", ["identifier", "name"], "company", "/company/companies"),
  companyStatus: target("companyStatuses", ["name"], "status", "/company/companies/statuses"),
  companyType: target("companyTypes", ["name"], "type", "/company/companies/types"),
  agreement: target("agreements", ["name"], "agreement", "/finance/agreements"),
  agreementType: target("agreementTypes", ["name"], "type", "/finance/agreements/types"),
  billingCycle: target("billingCycles", ["name"], "billingCycle", "/finance/billingCycles"),
  currency: target("currencies", ["symbol", "currencyCode", "name"], "currency", "/finance/currencies"),
  catalogItem: target("catalog", ["identifier"], "catalog", "/procurement/catalog"),
  category: target("categories", ["name"], "category", "/procurement/categories"),
  subcategory: target("subcategories", ["name"], "subcategory", "/procurement/subcategories"),
  productType: target("productTypes", ["name"], "type", "/procurement/types"),
  unitOfMeasure: target("unitsOfMeasure", ["name"], "uom", "/procurement/unitOfMeasures"),
} as const;
