import { randomUUID } from "node:crypto";
import type { Transaction } from "@/db/client";
import { contractAgreements, customers, mappings, programSyncs, programs } from "@/db/schema";
import { suggestedMappings } from "@/sandbox/world/build";
import type { World } from "@/sandbox/world/seed";
import type { DemoPsa } from "./seed-connections";

/** Names by which the demo finds what its settings need in Autotask. */
const billingCodes = { services: "Cloud subscriptions", charges: "Cloud usage and one-off charges" };

type Of = { orgId: string; sourceId: string; notify: string };

/** What the world of PRISM holds: its programs with their contract agreements, and the customers of each. */
export async function addPrograms(tx: Transaction, of: Of, world: World): Promise<KnownPrograms> {
  const { orgId, sourceId } = of;
  const known: KnownPrograms = { idOf: new Map(), customers: [] };
  const programOf = new Map<string, string>();
  for (const { id: contractAgreementId, programName: name } of world.prism.contractAgreements) {
    const programId = known.idOf.get(name) ?? randomUUID();
    if (!known.idOf.has(name)) await tx.insert(programs).values({ orgId, id: programId, sourceId, name });
    known.idOf.set(name, programId);
    programOf.set(contractAgreementId, programId);
    await tx.insert(contractAgreements).values({ orgId, programId, contractAgreementId });
  }
  for (const customer of world.prism.customers) {
    const programId = programOf.get(customer.contractAgreementId);
    if (!programId) throw new Error(`The program of ${customer.name} is not in the world.`);
    const id = randomUUID();
    known.customers.push({ id, programId, tenantId: customer.tenantId });
    await tx.insert(customers).values({
      orgId,
      id,
      programId,
      contractAgreementId: customer.contractAgreementId,
      tenantId: customer.tenantId,
      sourceCustomerId: customer.customerId,
      name: customer.name,
      registrationNumber: customer.registrationNumber,
      website: customer.webUrl,
      tenantDomain: customer.tenantDomain,
      active: customer.isActive,
      lastSeenAt: new Date(),
    });
  }
  return known;
}

export type KnownPrograms = {
  /** Our id of a program by its name. */
  idOf: Map<string, string>;
  customers: { id: string; programId: string; tenantId: string }[];
};

type To = Of & { psa: DemoPsa; connectionId: string };

/** Brings every program to a connection, its customers mapped as a careful clerk would map them. */
export async function addProgramSyncs(
  tx: Transaction,
  { orgId, psa, connectionId, notify }: To,
  { idOf, customers: all }: KnownPrograms,
  world: World,
): Promise<void> {
  const mapped = new Map(suggestedMappings(world, psa).map((mapping) => [mapping.tenantId, mapping]));
  for (const [name, programId] of idOf) {
    const programSyncId = randomUUID();
    await tx.insert(programSyncs).values({
      orgId,
      id: programSyncId,
      slug: `${name}-${psa}`.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      programId,
      connectionId,
      notifyAddresses: [notify],
      azureEnabled: true,
      annualEnabled: true,
      ...(psa === "autotask" && {
        serviceBillingCodeId: billingCodeId(world, billingCodes.services),
        chargeBillingCodeId: billingCodeId(world, billingCodes.charges),
      }),
    });
    for (const { id: customerId, tenantId } of all.filter((customer) => customer.programId === programId)) {
      const mapping = mapped.get(tenantId);
      if (!mapping) continue;
      const { companyId, agreementId, annualAgreementId } = mapping;
      await tx.insert(mappings).values({
        orgId,
        programSyncId,
        customerId,
        psaCompanyId: String(companyId),
        psaAgreementId: String(agreementId),
        annualAgreementId: annualAgreementId === undefined ? null : String(annualAgreementId),
        beginFrom: world.newestUsageMonth,
      });
    }
  }
}

function billingCodeId(world: World, name: string): string {
  const code = world.autotask.billingCodes.find((one) => one.name === name && one.isActive);
  if (!code) throw new Error(`The world has no billing code ${name}.`);
  return String(code.id);
}
