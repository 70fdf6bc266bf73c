import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg, openDatabase } from "@/db/client";
import { requestTask } from "@/db/commands/tasks/request-task";
import { connections, mappings, productLinks, products, sources, syncRuns, syncStatus } from "@/db/schema";
import type { ConnectorKind } from "@/lib/psa-names";
import type { Rig } from "@/scripts/testing/rig";
import { accessOf, enterKeys } from "@/scripts/testing/rig-records";
import { runTask } from "@/workers/jobs/run-task";
import type { CaseCustomer } from "./take-customer";

/** What persons do in the portal, and what time does to its records. */

type Mapping = typeof mappings.$inferInsert;

/** Takes the mapping away. */
export async function unmap(rig: Rig, { id }: CaseCustomer): Promise<void> {
  await asOwner(rig, (db) => db.delete(mappings).where(ofCustomer(rig, id)));
}

/** Maps the customer as it was, and leaves its sync off. */
export async function mapAgain(rig: Rig, { id, companyId, agreementId }: CaseCustomer): Promise<void> {
  const mapping: Mapping = {
    orgId: rig.orgId,
    programSyncId: rig.programSync.id,
    customerId: id,
    psaCompanyId: companyId,
    psaAgreementId: agreementId,
    beginFrom: "2026-10-01",
    enabled: false,
  };
  await asOwner(rig, (db) => db.insert(mappings).values(mapping));
}

/** Reads the lists of companies and agreements anew, as *Refresh* does. */
export async function refreshDirectory(rig: Rig): Promise<void> {
  const { orgId, connectionId } = rig.programSync;
  const asked = { orgId, kind: "refresh_directory" as const, subjectId: connectionId, requestedBy: null };
  const { taskId } = await inOrg(rig.db, orgId, (tx) => requestTask(tx, asked));
  const result = await runTask(rig.tools, { orgId, taskId });
  if (result !== "done") throw new Error(`The lists were not read: ${result}.`);
}

/** Source ids of the products that are linked to a PSA item. */
export async function linkedProducts(rig: Rig): Promise<Set<string>> {
  const rows = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ id: products.sourceProductId })
      .from(productLinks)
      .innerJoin(
        products,
        and(eq(products.orgId, productLinks.orgId), eq(products.id, productLinks.productId)),
      )
      .where(eq(productLinks.programSyncId, rig.programSync.id)),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Enters keys that the other side refuses. Gives what enters the right ones again. */
export async function spoilKeys(
  rig: Rig & { psa: ConnectorKind },
  of: "source" | "connection",
): Promise<() => Promise<void>> {
  const { prism, connectwise, autotask } = rig.sandbox.endpoints;
  const { id, sealedCredentials } = (await accessOf(rig))[of];
  const keys: Record<string, string> =
    of === "source"
      ? { clientId: prism.clientId, clientSecret: "wrong" }
      : rig.psa === "autotask"
        ? { userName: autotask.userName, secret: "wrong", integrationCode: autotask.integrationCode }
        : { publicKey: connectwise.publicKey, privateKey: "wrong", clientId: connectwise.clientId };
  await enterKeys(rig, of, keys);
  const table = of === "source" ? sources : connections;
  return async () => {
    await inOrg(rig.db, rig.orgId, (tx) =>
      tx.update(table).set({ sealedCredentials }).where(eq(table.id, id)),
    );
  };
}

/** As if the last sync at which everything was right had been at that instant. */
export async function backdateLastSuccess(rig: Rig, lastSuccessfulAt: Date | null): Promise<void> {
  const ofSync = and(eq(syncStatus.kind, "customers"), eq(syncStatus.programSyncId, rig.programSync.id));
  await inOrg(rig.db, rig.orgId, (tx) => tx.update(syncStatus).set({ lastSuccessfulAt }).where(ofSync));
}

/** Writes that are the portal's, not the worker's. */
export async function asOwner<T>(rig: Rig, write: (db: Database) => Promise<T>): Promise<T> {
  const owner = openDatabase(rig.database.ownerUrl, { maxConnections: 1 });
  try {
    return await write(owner.db);
  } finally {
    await owner.close();
  }
}

function ofCustomer(rig: Rig, customerId: string) {
  return and(eq(mappings.programSyncId, rig.programSync.id), eq(mappings.customerId, customerId));
}

/** Sets back when a run began and lets its wait be over. */
export async function backdateRun({ db, orgId }: Rig, runId: string, byMs: number): Promise<void> {
  const startedAt = sql`clock_timestamp() - make_interval(secs => ${byMs / 1000})`;
  await inOrg(db, orgId, (tx) =>
    tx.update(syncRuns).set({ startedAt, resumesAt: null }).where(eq(syncRuns.id, runId)),
  );
}
