import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { connections, customers, mappings, organisations, programSyncs, programs } from "@/db/schema";
import { seal } from "@/lib/seal";
import type { Endpoints } from "@/sandbox/start";
import { buildWorld, suggestedMappings } from "@/sandbox/world/build";
import type { ScenarioName } from "@/sandbox/world/seed";

type AutotaskSync = {
  endpoint: Endpoints["autotask"];
  publicKey: Parameters<typeof seal>[0];
  scenario: ScenarioName;
  newestUsageMonth: string;
};

/** Gives the demo organisation an Autotask connection and a program sync with it, unless it has one. */
export async function addAutotaskSync(ownerUrl: string, options: AutotaskSync): Promise<void> {
  const { db, close } = openDatabase(ownerUrl, { maxConnections: 1 });
  try {
    const [known] = await db.select().from(connections).where(eq(connections.kind, "autotask"));
    if (known) return;
    const world = buildWorld(options);
    const [organisation] = await db.select().from(organisations);
    const [contractAgreement] = world.prism.contractAgreements;
    const [program] = await db
      .select()
      .from(programs)
      .where(eq(programs.name, contractAgreement?.programName ?? ""));
    if (!organisation || !program) throw new Error("The demo organisation has no program.");
    const { url, userName, ...keys } = options.endpoint;
    const [connectionId, programSyncId] = [randomUUID(), randomUUID()];
    const orgId = organisation.id;
    await db.insert(connections).values({
      orgId,
      id: connectionId,
      kind: "autotask",
      name: "Autotask",
      site: url,
      account: userName,
      sealedCredentials: await seal(
        options.publicKey,
        { orgId, subject: connectionId },
        { userName, ...keys },
      ),
      hint: keys.secret.slice(-4),
    });
    const recurring = world.autotask.billingCodes.find((code) => code.useType === 5 && code.isActive);
    await db.insert(programSyncs).values({
      orgId,
      id: programSyncId,
      slug: "autotask",
      programId: program.id,
      connectionId,
      notifyAddresses: ["demo@saltbush.example"],
      serviceBillingCodeId: recurring ? String(recurring.id) : null,
    });
    const inProgram = await db.select().from(customers).where(eq(customers.programId, program.id));
    const idOf = new Map(inProgram.map((customer) => [customer.tenantId, customer.id]));
    const rows = suggestedMappings(world, "autotask").flatMap((mapping) => {
      const customerId = idOf.get(mapping.tenantId);
      if (!customerId) return [];
      return [
        {
          orgId,
          programSyncId,
          customerId,
          psaCompanyId: String(mapping.companyId),
          psaAgreementId: String(mapping.agreementId),
          annualAgreementId:
            mapping.annualAgreementId === undefined ? null : String(mapping.annualAgreementId),
          beginFrom: world.newestUsageMonth,
        },
      ];
    });
    await db.insert(mappings).values(rows);
  } finally {
    await close();
  }
}
