import type { EntityName } from "../schema/names";

export type Verb = "get" | "query" | "create" | "update" | "delete";

const kept = ["get", "query", "create", "update"] as const;
const seen = ["get", "query"] as const;

/** What can be done with an entity at the root of the API. Update is both PATCH and PUT. */
export const rootVerbs: Readonly<Partial<Record<EntityName, readonly Verb[]>>> = {
  BillingCodes: seen,
  BillingItems: ["get", "query", "update"],
  Companies: kept,
  Contracts: kept,
  ContractServiceAdjustments: ["create"],
  ContractServices: seen,
  ContractServiceUnits: seen,
  Currencies: seen,
  Products: kept,
  ServiceBundles: [...kept, "delete"],
  Services: kept,
};

export type Child = { entity: EntityName; verbs: readonly Verb[] };

/** The collections below /Contracts/{id}, by their segment. */
export const underContracts: Readonly<Record<string, Child>> = {
  Charges: { entity: "ContractCharges", verbs: ["get", "create", "update", "delete"] },
  ServiceAdjustments: { entity: "ContractServiceAdjustments", verbs: ["create"] },
  Services: { entity: "ContractServices", verbs: ["get", "create", "update"] },
  ServiceUnits: { entity: "ContractServiceUnits", verbs: ["get"] },
};
