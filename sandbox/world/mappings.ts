import type { World } from "./seed";

export type SuggestedMapping = {
  tenantId: string;
  customerName: string;
  contractAgreementId: string;
  companyId: number;
  /** In Autotask a contract's. */
  agreementId: number;
  /** Where annual payments belong; absent for customers that have none. */
  annualAgreementId?: number;
};

/** The mappings that a careful clerk would make; a customer that the PSA does not know is absent. */
export function suggestedMappings(
  world: World,
  psa: "connectwise" | "autotask" = "connectwise",
): SuggestedMapping[] {
  const customers = new Map(world.prism.customers.map((customer) => [customer.tenantId, customer]));
  const mappings = psa === "autotask" ? world.autotaskMappings : world.mappings;
  return mappings.flatMap((mapping) => {
    const customer = customers.get(mapping.tenantId);
    if (!customer) return [];
    const { name: customerName, contractAgreementId } = customer;
    return [{ customerName, contractAgreementId, ...mapping }];
  });
}
