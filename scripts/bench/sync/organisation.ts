import { randomUUID } from "node:crypto";
import { openDatabase, type Transaction } from "@/db/client";
import { requestRun } from "@/db/commands/runs/request-run";
import {
  contractAgreements,
  customers,
  mappings,
  organisations,
  programSyncs,
  programs,
  type SyncKind,
  sources,
} from "@/db/schema";
import { seal } from "@/lib/seal";
import { largeWorld } from "@/sandbox/world/large-world";
import type { World } from "@/sandbox/world/seed";
import { addConnection } from "../../demo/seed-connections";
import type { SandboxEndpoints } from "../../services/sandboxes";
import { makeSecrets, type ProductSecrets } from "../../services/secrets";
import { createTestDatabase, type TestDatabase } from "../../testing/database";
import { benchMonth } from "./bench-month";
import type { Psa } from "./options";

/** One organisation whose customers are all mapped and enabled, in a database of its own. */
export type BenchOrganisation = {
  database: TestDatabase;
  secrets: ProductSecrets;
  endpoints: SandboxEndpoints;
  world: World;
  orgId: string;
  /** Asks for a run as the schedule would; a products run as a person. */
  request: (kind: SyncKind) => Promise<string>;
};

const rowsAtOnce = 2_000;

export async function seedOrganisation(
  endpoints: SandboxEndpoints,
  { psa, lines }: { psa: Psa; lines: number },
): Promise<BenchOrganisation> {
  const database = await createTestDatabase();
  const secrets = makeSecrets();
  const { db, close } = openDatabase(database.ownerUrl, { maxConnections: 1 });
  const orgId = randomUUID();
  const world = largeWorld(lines, benchMonth);
  const ids = await db.transaction((tx) => fillIn(tx, { orgId, psa, endpoints, secrets, world }));
  await close();
  return {
    database,
    secrets,
    endpoints,
    world,
    orgId,
    request: async (kind) => {
      const owner = openDatabase(database.ownerUrl, { maxConnections: 1 });
      const trigger = kind === "products" ? "person" : "schedule";
      const asked = { orgId, ...ids, kind, mode: "live", trigger, requestedBy: null } as const;
      const { runId } = await owner.db.transaction((tx) => requestRun(tx, asked));
      await owner.close();
      return runId;
    },
  };
}

type Filling = {
  orgId: string;
  psa: Psa;
  endpoints: SandboxEndpoints;
  secrets: ProductSecrets;
  world: World;
};

async function fillIn(tx: Transaction, { orgId, psa, endpoints, secrets, world }: Filling) {
  const [sourceId, programId, programSyncId] = [randomUUID(), randomUUID(), randomUUID()];
  const [agreement] = world.prism.contractAgreements;
  if (!agreement) throw new Error("The world has no contract agreement.");
  await tx.insert(organisations).values({ id: orgId, name: "Large partner", timeZone: "Australia/Sydney" });
  const { clientId, clientSecret } = endpoints.prism;
  const keys = { clientId, clientSecret };
  const sealedCredentials = await seal(secrets.credentialsPublicKey, { orgId, subject: sourceId }, keys);
  const hint = clientId.slice(-4);
  await tx.insert(sources).values({ orgId, id: sourceId, name: "PRISM", sealedCredentials, hint });
  await tx.insert(programs).values({ orgId, id: programId, sourceId, name: agreement.programName });
  await tx.insert(contractAgreements).values({ orgId, programId, contractAgreementId: agreement.id });
  const connectionId = await addConnection(tx, psa, { orgId, endpoints, secrets });
  await tx.insert(programSyncs).values({
    orgId,
    id: programSyncId,
    slug: "large",
    programId,
    connectionId,
    productMode: "all",
    ...(psa === "autotask" && { serviceBillingCodeId: "501", chargeBillingCodeId: "514" }),
  });
  await mapCustomers(tx, { orgId, programId, programSyncId }, world);
  return { programSyncId, connectionId };
}

async function mapCustomers(
  tx: Transaction,
  { orgId, programId, programSyncId }: { orgId: string; programId: string; programSyncId: string },
  world: World,
): Promise<void> {
  const all = world.prism.customers.map((customer, index) => ({
    customer,
    id: randomUUID(),
    mapping: world.mappings[index],
  }));
  for (let start = 0; start < all.length; start += rowsAtOnce) {
    const page = all.slice(start, start + rowsAtOnce);
    await tx.insert(customers).values(
      page.map(({ customer, id }) => ({
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
      })),
    );
    await tx.insert(mappings).values(
      page.flatMap(({ id, mapping }) =>
        mapping === undefined
          ? []
          : [
              {
                orgId,
                programSyncId,
                customerId: id,
                psaCompanyId: String(mapping.companyId),
                psaAgreementId: String(mapping.agreementId),
                beginFrom: benchMonth,
              },
            ],
      ),
    );
  }
}
