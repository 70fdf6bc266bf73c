import { and, eq, isNull } from "drizzle-orm";
import { inOrg } from "@/db/client";
import {
  connections,
  customers,
  intents,
  invoices,
  issues,
  mails,
  mappings,
  positions,
  productLinks,
  programSyncs,
  sources,
  syncItems,
  syncStatus,
} from "@/db/schema";
import { seal } from "@/lib/seal";
import type { Rig } from "./rig";

/** What a test reads of the database behind a rig, and the few things that it changes there as the portal would. */

export function itemsOf(rig: Rig, runId: string) {
  return inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(syncItems).where(eq(syncItems.runId, runId)).orderBy(syncItems.key),
  );
}

export function issuesOf(rig: Rig, runId: string) {
  return inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(issues).where(eq(issues.runId, runId)).orderBy(issues.code, issues.id),
  );
}

/** Issues of the run itself. */
export function runIssuesOf(rig: Rig, runId: string) {
  return inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select()
      .from(issues)
      .where(and(eq(issues.runId, runId), isNull(issues.itemId)))
      .orderBy(issues.code),
  );
}

export function positionsOf(rig: Rig) {
  return inOrg(rig.db, rig.orgId, (tx) => tx.select().from(positions).orderBy(positions.kind, positions.key));
}

export function mailsOf(rig: Rig) {
  return inOrg(rig.db, rig.orgId, (tx) => tx.select().from(mails).orderBy(mails.createdAt, mails.id));
}

/** What is known of PRISM and of the PSA: none of it may be lost in a run that could not do its work. */
export async function knownState(rig: Rig) {
  return inOrg(rig.db, rig.orgId, async (tx) => ({
    successes: await tx
      .select({ kind: syncStatus.kind, at: syncStatus.lastSuccessfulAt })
      .from(syncStatus)
      .orderBy(syncStatus.kind),
    positions: await tx
      .select({
        key: positions.key,
        through: positions.confirmedThrough,
        confirmed: positions.confirmed,
        open: positions.open,
        outstanding: positions.outstanding,
      })
      .from(positions)
      .orderBy(positions.kind, positions.key),
    invoices: await tx
      .select({ id: invoices.sourceInvoiceId, hash: invoices.contentHash, lines: invoices.lineCount })
      .from(invoices)
      .where(eq(invoices.state, "current"))
      .orderBy(invoices.sourceInvoiceId),
    links: await tx.select().from(productLinks).orderBy(productLinks.productId),
  }));
}

export async function accessOf(rig: Rig) {
  return inOrg(rig.db, rig.orgId, async (tx) => {
    const [source] = await tx.select().from(sources);
    const [connection] = await tx
      .select()
      .from(connections)
      .where(eq(connections.id, rig.programSync.connectionId));
    if (!source || !connection) throw new Error("The demo organisation has lost its accesses.");
    return { source, connection };
  });
}

type KeysOf = "source" | "connection";

/** Enters other keys, sealed as the portal seals them. */
export async function enterKeys(rig: Rig, of: KeysOf, keys: Record<string, string>): Promise<void> {
  const { orgId } = rig;
  const access = (await accessOf(rig))[of];
  const { d: _, ...publicKey } = rig.tools.env.CREDENTIALS_PRIVATE_KEY;
  const sealedCredentials = await seal(publicKey, { orgId, subject: access.id }, keys);
  const table = of === "source" ? sources : connections;
  await inOrg(rig.db, orgId, (tx) =>
    tx.update(table).set({ sealedCredentials }).where(eq(table.id, access.id)),
  );
}

export async function moveConnection(rig: Rig, change: { site?: string; account?: string }): Promise<void> {
  const { connectionId } = rig.programSync;
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx.update(connections).set(change).where(eq(connections.id, connectionId)),
  );
}

/** As after a test of both accesses that found everything in order. */
export async function markHealthy(rig: Rig): Promise<void> {
  await inOrg(rig.db, rig.orgId, async (tx) => {
    await tx.update(connections).set({ state: "healthy", stateReason: null });
    await tx.update(sources).set({ state: "healthy", stateReason: null });
  });
}

/** Turns the sync of a customer on: what it is invoiced for is still to be brought to the PSA. */
export async function turnOn(rig: Rig, customerName: string): Promise<void> {
  await inOrg(rig.db, rig.orgId, async (tx) => {
    const [customer] = await tx.select().from(customers).where(eq(customers.name, customerName));
    if (!customer) throw new Error(`There is no customer ${customerName}.`);
    await tx
      .update(mappings)
      .set({ enabled: true })
      .where(and(eq(mappings.customerId, customer.id), ofSync(rig)));
  });
}

/** The PSA agreement to which a customer is mapped. */
export async function agreementOf(rig: Rig, customerName: string): Promise<string> {
  const [row] = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ agreementId: mappings.psaAgreementId })
      .from(mappings)
      .innerJoin(customers, eq(customers.id, mappings.customerId))
      .where(and(eq(customers.name, customerName), ofSync(rig))),
  );
  if (!row) throw new Error(`${customerName} is not mapped.`);
  return row.agreementId;
}

export async function mapTo(rig: Rig, customerName: string, psaAgreementId: string): Promise<void> {
  await inOrg(rig.db, rig.orgId, async (tx) => {
    const [customer] = await tx.select().from(customers).where(eq(customers.name, customerName));
    await tx
      .update(mappings)
      .set({ psaAgreementId })
      .where(and(eq(mappings.customerId, customer?.id ?? ""), ofSync(rig)));
  });
}

const ofSync = (rig: Rig) => eq(mappings.programSyncId, rig.programSync.id);

export function intentsOf(rig: Rig, runId: string) {
  return inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(intents).where(eq(intents.runId, runId)).orderBy(intents.createdAt, intents.sequence),
  );
}

/** Every product of the price list is to be in the PSA, not only those in use. */
export async function syncAllProducts(rig: Rig): Promise<void> {
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx.update(programSyncs).set({ productMode: "all" }).where(eq(programSyncs.id, rig.programSync.id)),
  );
}
