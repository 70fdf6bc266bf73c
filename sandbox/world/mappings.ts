import type { World } from "./seed";

export type SuggestedMapping = {
  tenantId: string;
  customerName: string;
  contractAgreementId: string;
  companyId: number;
  agreementId: number;
};

/** The mappings that a careful clerk would make; a customer that the PSA does not know is absent. */
export function suggestedMappings(world: World): SuggestedMapping[] {
  const customers = new Map(world.prism.customers.map((customer) => [customer.tenantId, customer]));
  return world.mappings.flatMap(({ tenantId, companyId, agreementId }) => {
    const customer = customers.get(tenantId);
    if (!customer) return [];
    const { name: customerName, contractAgreementId } = customer;
    return [{ tenantId, customerName, contractAgreementId, companyId, agreementId }];
  });
}
