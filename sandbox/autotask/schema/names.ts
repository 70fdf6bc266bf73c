/** The entities of this sandbox, as paths at the root name them. */
export const entityNames = [
  "BillingCodes",
  "BillingItems",
  "Companies",
  "ContractCharges",
  "ContractServiceAdjustments",
  "ContractServices",
  "ContractServiceUnits",
  "Contracts",
  "Currencies",
  "Products",
  "ServiceBundles",
  "Services",
] as const;

export type EntityName = (typeof entityNames)[number];
