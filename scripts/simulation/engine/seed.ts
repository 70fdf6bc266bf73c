import type { Database } from "@/db/client";
import {
  connections,
  contractAgreements,
  customers,
  mappings,
  organisations,
  programSyncs,
  programs,
  sources,
} from "@/db/schema";
import { usageMonths, type WorldPlan } from "../schedule/world-plan";
import { contractAgreementId, programName, tenantIdOf } from "../world/prism";
import { agreementIdOf, companyIdOf } from "../world/psa";
import { billingCodes } from "./psa-connectors";

export type Seeded = { orgId: string; programSyncId: string; connectionId: string; customerIds: string[] };

const uuid = (last: string) => `10000000-0000-4000-8000-${last.padStart(12, "0")}`;

/** One organisation, set up: its customers are mapped, and nothing has been synced yet. */
export async function seedOrganisation(owner: Database, plan: WorldPlan, now: Date): Promise<Seeded> {
  const orgId = uuid("1");
  const [sourceId, programId, connectionId, programSyncId] = [uuid("2"), uuid("3"), uuid("4"), uuid("5")];
  await owner.insert(organisations).values({ id: orgId, name: "Saltbush", timeZone: "UTC" });
  const keys = { sealedCredentials: "sealed", hint: "1234", state: "healthy" as const };
  await owner.insert(sources).values({ orgId, id: sourceId, name: "PRISM", ...keys });
  await owner.insert(programs).values({ orgId, id: programId, sourceId, name: programName });
  await owner.insert(contractAgreements).values({ orgId, programId, contractAgreementId });
  const site = { site: "na.psa.example", account: "saltbush", name: "PSA" };
  await owner.insert(connections).values({ orgId, id: connectionId, kind: plan.psa, ...site, ...keys });
  await owner.insert(programSyncs).values({
    orgId,
    id: programSyncId,
    slug: "csp",
    programId,
    connectionId,
    notifyAddresses: ["clerk@saltbush.example"],
    azureEnabled: true,
    guardQuantity: plan.guardQuantity,
    serviceBillingCodeId: billingCodes.services,
    chargeBillingCodeId: billingCodes.charges,
  });
  const customerIds = plan.customers.map((_, customer) => uuid(`9${customer}`));
  for (const [customer, { agreement }] of plan.customers.entries()) {
    const customerId = customerIds[customer] ?? "";
    await owner.insert(customers).values({
      orgId,
      id: customerId,
      programId,
      contractAgreementId,
      tenantId: tenantIdOf(customer),
      sourceCustomerId: `customer-${customer}`,
      name: `Customer ${customer}`,
      active: true,
      lastSeenAt: now,
    });
    await owner.insert(mappings).values({
      orgId,
      programSyncId,
      customerId,
      psaCompanyId: companyIdOf(agreement),
      psaAgreementId: agreementIdOf(agreement),
      beginFrom: usageMonths[0],
    });
  }
  return { orgId, programSyncId, connectionId, customerIds };
}
