import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { openDatabase, type Transaction } from "@/db/client";
import { ringBell } from "@/db/commands/ring-bell";
import { storeSignInToken } from "@/db/commands/sign-in/sign-in-tokens";
import { members, organisations, sources, type TaskKind, tasks, users } from "@/db/schema";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { HOUR } from "@/lib/clock";
import { absoluteLink, links } from "@/lib/links";
import { seal } from "@/lib/seal";
import { buildWorld } from "@/sandbox/world/build";
import type { World } from "@/sandbox/world/seed";
import type { SandboxEndpoints } from "../services/sandboxes";
import type { ProductSecrets } from "../services/secrets";
import type { Scenario } from "./options";
import { addConnection, type DemoPsa, demoPsas } from "./seed-connections";
import { addProgramSyncs, addPrograms } from "./seed-programs";

export type SeedOptions = {
  ownerUrl: string;
  endpoints: SandboxEndpoints;
  portalUrl: string;
  secrets: ProductSecrets;
  scenario: Scenario;
  /** Stands in for the scenario's. */
  world?: World;
  /** First day of the newest invoiced month; the last full month unless given. */
  newestUsageMonth?: string;
  /** The PSAs that every program is brought to; all unless given. */
  psas?: readonly DemoPsa[];
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
  const { scenario, newestUsageMonth, endpoints, secrets, psas = demoPsas } = options;
  const world = options.world ?? buildWorld({ scenario, ...(newestUsageMonth && { newestUsageMonth }) });
  const orgId = randomUUID();
  await tx
    .insert(organisations)
    .values({ id: orgId, name: world.prism.partnerName, timeZone: "Australia/Sydney" });
  const userId = randomUUID();
  await tx.insert(users).values({ id: userId, email: demoAddress, name: "Demo" });
  await tx.insert(members).values({ orgId, userId, role: "admin" });

  const sourceId = await addSource(tx, orgId, options);
  const of = { orgId, sourceId, notify: demoAddress };
  const known = await addPrograms(tx, of, world);
  for (const psa of psas) {
    const connectionId = await addConnection(tx, psa, { orgId, endpoints, secrets });
    await addProgramSyncs(tx, { ...of, psa, connectionId }, known, world);
    await addTask(tx, orgId, "test_connection", connectionId);
    await addTask(tx, orgId, "refresh_directory", connectionId);
  }
  await addTask(tx, orgId, "test_source", sourceId);
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

async function addTask(tx: Transaction, orgId: string, kind: TaskKind, subjectId: string): Promise<void> {
  const id = randomUUID();
  await tx.insert(tasks).values({ orgId, id, kind, subjectId });
  await ringBell(tx, { orgId, bell: "task", subjectId: id });
}
