import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { openDatabase, type Transaction } from "@/db/client";
import { ringBell } from "@/db/commands/ring-bell";
import { storeSignInToken } from "@/db/commands/sign-in/sign-in-tokens";
import {
  connections,
  contractAgreements,
  customers,
  mappings,
  members,
  organisations,
  programSyncs,
  programs,
  sources,
  type TaskKind,
  tasks,
  users,
} from "@/db/schema";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { HOUR } from "@/lib/clock";
import { absoluteLink, links } from "@/lib/links";
import { seal } from "@/lib/seal";
import { buildWorld, suggestedMappings } from "@/sandbox/world/build";
import type { World } from "@/sandbox/world/seed";
import type { SandboxEndpoints } from "../services/sandboxes";
import type { ProductSecrets } from "../services/secrets";
import type { Scenario } from "./options";

export type SeedOptions = {
  ownerUrl: string;
  endpoints: SandboxEndpoints;
  portalUrl: string;
  secrets: ProductSecrets;
  scenario: Scenario;
  /** First day of the newest invoiced month; the last full month unless given. */
  newestUsageMonth?: string;
};

/** The demo's only member, who is also told of failures. */
export const demoAddress = "demo@saltbush.example";

/** Fills in the demo organisation where it is missing; answers a sign-in link that works once. */
export async function seedDemo(options: SeedOptions): Promise<{ signInUrl: string }> {
  const { db, close } = openDatabase(options.ownerUrl, { maxConnections: 2 });
  try {
    const token = newToken();
    await db.transaction(async (tx) => {
      const [person] = await tx.select().from(users).where(eq(users.email, demoAddress));
      if (!person) await fillIn(tx, options);
      await storeSignInToken(tx, { tokenHash: hashToken(token), email: demoAddress, lifeMs: 24 * HOUR });
    });
    return { signInUrl: absoluteLink(options.portalUrl, links.confirmSignIn(token, demoAddress)) };
  } finally {
    await close();
  }
}

async function fillIn(tx: Transaction, options: SeedOptions): Promise<void> {
  const { scenario, newestUsageMonth } = options;
  const world = buildWorld({ scenario, ...(newestUsageMonth && { newestUsageMonth }) });
  const orgId = randomUUID();
  await tx
    .insert(organisations)
    .values({ id: orgId, name: world.prism.partnerName, timeZone: "Australia/Sydney" });
  const userId = randomUUID();
  await tx.insert(users).values({ id: userId, email: demoAddress, name: "Demo" });
  await tx.insert(members).values({ orgId, userId, role: "admin" });

  const sourceId = await addSource(tx, orgId, options);
  const connectionId = await addConnection(tx, orgId, options);
  const programIds = await addPrograms(tx, { orgId, sourceId, connectionId }, world);
  await addMappings(tx, { orgId, programIds }, world);
  await addTask(tx, orgId, "test_connection", connectionId);
  await addTask(tx, orgId, "test_source", sourceId);
  await addTask(tx, orgId, "refresh_directory", connectionId);
  await addTask(tx, orgId, "refresh_customers", sourceId);
}

async function addSource(
  tx: Transaction,
  orgId: string,
  { endpoints, secrets }: SeedOptions,
): Promise<string> {
  const id = randomUUID();
  const { clientId, clientSecret } = endpoints.prism;
  const keys = { clientId, clientSecret };
  await tx.insert(sources).values({
    orgId,
    id,
    name: "PRISM",
    sealedCredentials: await seal(secrets.credentialsPublicKey, { orgId, subject: id }, keys),
    hint: clientId.slice(-4),
  });
  return id;
}

async function addConnection(tx: Transaction, orgId: string, options: SeedOptions): Promise<string> {
  const id = randomUUID();
  const { url, companyId, publicKey, privateKey, clientId } = options.endpoints.connectwise;
  const keys = { publicKey, privateKey, clientId };
  await tx.insert(connections).values({
    orgId,
    id,
    kind: "connectwise",
    name: "ConnectWise",
    site: url,
    account: companyId,
    sealedCredentials: await seal(options.secrets.credentialsPublicKey, { orgId, subject: id }, keys),
    hint: publicKey.slice(-4),
  });
  return id;
}

type ProgramIds = { programId: string; programSyncId: string };

async function addPrograms(
  tx: Transaction,
  of: { orgId: string; sourceId: string; connectionId: string },
  world: World,
): Promise<Map<string, ProgramIds>> {
  const { orgId, sourceId, connectionId } = of;
  const byAgreement = new Map<string, ProgramIds>();
  const names = new Set(world.prism.contractAgreements.map((agreement) => agreement.programName));
  for (const name of names) {
    const ids = { programId: randomUUID(), programSyncId: randomUUID() };
    await tx.insert(programs).values({ orgId, id: ids.programId, sourceId, name });
    await tx.insert(programSyncs).values({
      orgId,
      id: ids.programSyncId,
      slug: `${name}-connectwise`.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      programId: ids.programId,
      connectionId,
      notifyAddresses: [demoAddress],
    });
    for (const agreement of world.prism.contractAgreements.filter((one) => one.programName === name)) {
      await tx
        .insert(contractAgreements)
        .values({ orgId, programId: ids.programId, contractAgreementId: agreement.id });
      byAgreement.set(agreement.id, ids);
    }
  }
  return byAgreement;
}

async function addMappings(
  tx: Transaction,
  of: { orgId: string; programIds: Map<string, ProgramIds> },
  world: World,
): Promise<void> {
  const { orgId } = of;
  const mapped = new Map(suggestedMappings(world).map((mapping) => [mapping.tenantId, mapping]));
  for (const customer of world.prism.customers) {
    const ids = of.programIds.get(customer.contractAgreementId);
    if (!ids) throw new Error(`The program of ${customer.name} is not in the world.`);
    const customerId = randomUUID();
    await tx.insert(customers).values({
      orgId,
      id: customerId,
      programId: ids.programId,
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
    const mapping = mapped.get(customer.tenantId);
    if (!mapping) continue;
    await tx.insert(mappings).values({
      orgId,
      programSyncId: ids.programSyncId,
      customerId,
      psaCompanyId: String(mapping.companyId),
      psaAgreementId: String(mapping.agreementId),
      annualAgreementId: mapping.annualAgreementId === undefined ? null : String(mapping.annualAgreementId),
      beginFrom: world.newestUsageMonth,
    });
  }
}

async function addTask(tx: Transaction, orgId: string, kind: TaskKind, subjectId: string): Promise<void> {
  const id = randomUUID();
  await tx.insert(tasks).values({ orgId, id, kind, subjectId });
  await ringBell(tx, { orgId, bell: "task", subjectId: id });
}
