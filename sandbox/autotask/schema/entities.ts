import type { AutotaskSettings } from "../settings";
import { billingCodes, products, serviceBundles, services } from "./catalog";
import { companies, currencies } from "./companies";
import * as contract from "./contracts";
import type { Entity } from "./field";
import type { EntityName } from "./names";

export const entities: Readonly<Record<EntityName, Entity>> = {
  BillingCodes: billingCodes,
  BillingItems: contract.billingItems,
  Companies: companies,
  ContractCharges: contract.contractCharges,
  ContractServiceAdjustments: contract.contractServiceAdjustments,
  ContractServices: contract.contractServices,
  ContractServiceUnits: contract.contractServiceUnits,
  Contracts: contract.contracts,
  Currencies: currencies,
  Products: products,
  ServiceBundles: serviceBundles,
  Services: services,
};

const { sku: _sku, ...fieldsWithoutSku } = services.fields;
const servicesWithoutSku: Entity = { ...services, fields: fieldsWithoutSku };

const contractsWithCategory: Entity = {
  ...contract.contracts,
  fields: {
    ...contract.contracts.fields,
    contractCategory: { ...contract.contracts.fields.contractCategory, kind: "int", required: true },
  },
};

/** The entity as this tenant's version and administrator have it. */
export function entityOf(settings: AutotaskSettings, name: EntityName): Entity {
  if (name === "Services" && !settings.hasSku) return servicesWithoutSku;
  if (name === "Contracts" && settings.requireContractCategory) return contractsWithCategory;
  return entities[name];
}
