import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { connections, type PsaKind, sources } from "@/db/schema";

/** Keys sealed to the worker, and the last characters that a person recognises them by. */
export type SealedKeys = { sealedCredentials: string; hint: string };

export type ConnectionEntry = { name: string; site: string; account: string };

/** Keeps a new connection. Its id is made beforehand, because the keys are sealed to it. */
export async function addConnection(
  tx: Transaction,
  of: { orgId: string; id: string; kind: PsaKind },
  entry: ConnectionEntry & SealedKeys,
): Promise<void> {
  await tx.insert(connections).values({ ...of, ...entry });
}

/** A connection's entries for editing, locked; null: not of this organisation. */
export async function lockConnection(tx: Transaction, of: { orgId: string; id: string }) {
  const [connection] = await tx
    .select({
      kind: connections.kind,
      name: connections.name,
      site: connections.site,
      account: connections.account,
      version: connections.version,
    })
    .from(connections)
    .where(and(eq(connections.orgId, of.orgId), eq(connections.id, of.id)))
    .for("update");
  return connection ?? null;
}

/**
 * Changes a connection that was locked before. Other keys or another address have to be tested before they count, and
 * `elsewhere` the directory is fetched anew.
 */
export async function changeConnection(
  tx: Transaction,
  of: { orgId: string; id: string },
  change: ConnectionEntry & { keys: SealedKeys | null; elsewhere: boolean },
): Promise<void> {
  const { keys, elsewhere, ...entry } = change;
  await tx
    .update(connections)
    .set({
      ...entry,
      ...(keys && {
        ...keys,
        state: "needs_attention",
        stateReason: null,
        permissions: null,
        testedAt: null,
      }),
      ...(elsewhere && { directoryRefreshedAt: null }),
      version: sql`${connections.version} + 1`,
    })
    .where(and(eq(connections.orgId, of.orgId), eq(connections.id, of.id)));
}

/** Adds a PRISM account with its sealed keys; until they were tested, it needs attention. */
export async function addSource(
  tx: Transaction,
  of: { orgId: string; id: string },
  entry: { name: string } & SealedKeys,
): Promise<void> {
  await tx.insert(sources).values({ ...of, ...entry, state: "needs_attention" });
}

/** A PRISM account's entries for editing, locked; null: not of this organisation. */
export async function lockSource(tx: Transaction, of: { orgId: string; id: string }) {
  const [source] = await tx
    .select({ name: sources.name, version: sources.version })
    .from(sources)
    .where(and(eq(sources.orgId, of.orgId), eq(sources.id, of.id)))
    .for("update");
  return source ?? null;
}

/** Changes a PRISM account that was locked before. Other keys have to be tested before they count. */
export async function changeSource(
  tx: Transaction,
  of: { orgId: string; id: string },
  entry: { name: string },
  keys: SealedKeys | null,
): Promise<void> {
  await tx
    .update(sources)
    .set({
      ...entry,
      ...(keys && { ...keys, state: "needs_attention", stateReason: null, checkedAt: null }),
      version: sql`${sources.version} + 1`,
    })
    .where(and(eq(sources.orgId, of.orgId), eq(sources.id, of.id)));
}
