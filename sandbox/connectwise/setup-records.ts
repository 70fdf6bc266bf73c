import type { ConnectWiseSeed } from "../world/seed";
import type { Row } from "./schema/entity";
import type { Site } from "./site";
import type { Table } from "./table";

/** Ids of the set-up records that the seed's records refer to. */
export const setupIds = {
  activeStatus: 1,
  inactiveStatus: 2,
  clientType: 1,
  softwareType: 1,
  cloudSubcategory: 1,
} as const;

type Values<R extends Row> = Omit<R, "id" | "_info">;

function fill<R extends Row>(site: Site, table: Table<R>, records: Values<R>[]): void {
  const stamp = site.timestamp();
  for (const values of records) {
    const _info = { lastUpdated: stamp, updatedBy: "Administrator" };
    table.put(table.entity.schema.parse({ ...values, id: table.newId(), _info }));
  }
}

const currencySymbols: Readonly<Record<string, string>> = {
  AUD: "$",
  NZD: "$",
  USD: "$",
  GBP: "£",
  EUR: "€",
  SGD: "$",
};

/** The small tables of a site that has been in use for years; agreement types and currency come from the seed. */
export function fillSetup(site: Site, seed: ConnectWiseSeed): void {
  const { tables } = site;
  fill(site, tables.companyStatuses, [
    { name: "Active", defaultFlag: true, inactiveFlag: false, disallowSavingFlag: false },
    { name: "Inactive", defaultFlag: false, inactiveFlag: true, disallowSavingFlag: false },
    { name: "Not Approved", defaultFlag: false, inactiveFlag: true, disallowSavingFlag: true },
  ]);
  fill(site, tables.companyTypes, [
    { name: "Client", defaultFlag: true, vendorFlag: false },
    { name: "Vendor", defaultFlag: false, vendorFlag: true },
    { name: "Partner", defaultFlag: false, vendorFlag: false },
  ]);
  fill(site, tables.billingCycles, [
    { identifier: "M", name: "Monthly", defaultFlag: true, billingOptions: "Monthly" },
    { identifier: "Q", name: "Quarterly", defaultFlag: false, billingOptions: "Quarterly" },
    { identifier: "S", name: "Semi-Annual", defaultFlag: false, billingOptions: "SemiAnnual" },
    { identifier: "Y", name: "Yearly", defaultFlag: false, billingOptions: "Yearly" },
    { identifier: "W", name: "Weekly", defaultFlag: false, billingOptions: "Weekly" },
    { identifier: "O", name: "One Time", defaultFlag: false, billingOptions: "NotRecurring" },
  ]);
  const typeNames = new Set(seed.agreements.map(({ typeName }) => typeName));
  fill(
    site,
    tables.agreementTypes,
    [...typeNames].map((name) => ({ name, defaultFlag: false, inactiveFlag: false })),
  );
  const code = seed.site.currency;
  fill(
    site,
    tables.currencies,
    code ? [{ name: code, currencyCode: code, symbol: currencySymbols[code] ?? code }] : [],
  );
  fill(site, tables.categories, [
    { name: "Cloud", defaultFlag: true },
    { name: "Services" },
    { name: "Hardware" },
  ]);
  fill(site, tables.subcategories, [
    { name: "Cloud Subscriptions", category: { id: 1 }, defaultFlag: true },
    { name: "Managed Services", category: { id: 2 } },
    { name: "Workstations", category: { id: 3 } },
    { name: "Retired Licences", category: { id: 1 }, inactiveFlag: true },
  ]);
  fill(site, tables.productTypes, [
    { name: "Software", typeXref: "NonInventoryPart", defaultFlag: true },
    { name: "Service", typeXref: "Service" },
    { name: "Hardware", typeXref: "InventoryPart" },
  ]);
  fill(site, tables.unitsOfMeasure, [{ name: "Each", defaultFlag: true }, { name: "Hour" }]);
}
