import type { EntityName } from "../schema/names";
import { adjustments } from "./adjustments";
import { billingItems } from "./billing-items";
import { charges } from "./charges";
import { contractServices } from "./contract-services";
import { keptRecords } from "./kept-records";
import { bundleRules, companyRules, contractRules, serviceRules } from "./record-rules";
import type { Writer } from "./writer";

/** How each entity is written that can be. */
export const writers: Readonly<Partial<Record<EntityName, Writer>>> = {
  BillingItems: billingItems,
  Companies: keptRecords("Companies", "companies", companyRules),
  ContractCharges: charges,
  Contracts: keptRecords("Contracts", "contracts", contractRules),
  ContractServiceAdjustments: adjustments,
  ContractServices: contractServices,
  Products: keptRecords("Products", "products"),
  ServiceBundles: keptRecords("ServiceBundles", "serviceBundles", bundleRules),
  Services: keptRecords("Services", "services", serviceRules),
};
