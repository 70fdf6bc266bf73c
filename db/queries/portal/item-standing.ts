import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type ItemOutcome, positions, runScopes, type SyncKind, syncRuns } from "@/db/schema";
import { listCustomersToSync } from "./customers-to-sync";
import { readExclusions } from "./read-exclusions";

export type StandingOf = { orgId: string; programSyncId: string; kind: SyncKind };

/** Where a key stands by now, after whatever runs came since. */
export type ItemStanding = {
  /** As the last live run that looked at the key left it; null: none did. */
  position: {
    outstanding: ItemOutcome | null;
    unacknowledged: boolean;
    runId: string | null;
    itemId: string | null;
  } | null;
  exclusion: { reason: string; expiresOn: string | null; excludedBy: string | null; createdAt: Date } | null;
  /** A retry of this key, or of its customer as a whole, that is queued or running. */
  retryRunId: string | null;
  /** Its customer was mapped, or mapped otherwise, since its last sync, and waits for one. */
  customerWaits: boolean;
};

type AskedStanding = { key: string; customerId: string | null; settled: boolean };

/**
 * Reads where these keys of a program sync stand. Of those that left nothing to settle the position is not asked for:
 * each costs as much as a page of items.
 */
export async function readStandings(
  tx: Transaction,
  of: StandingOf,
  items: AskedStanding[],
): Promise<(item: Pick<AskedStanding, "key" | "customerId">) => ItemStanding> {
  const keys = items.map((item) => item.key);
  const open = items.filter((item) => !item.settled);
  const none = { position: null, exclusion: null, retryRunId: null, customerWaits: false };
  if (keys.length === 0) return () => none;
  const placed = new Map(
    (
      await readPositions(
        tx,
        of,
        open.map(({ key }) => key),
      )
    ).map(({ key, ...row }) => [key, row]),
  );
  const excluded = new Map((await readExclusions(tx, of, keys)).map(({ key, ...row }) => [key, row]));
  const customerKeys = open.flatMap(({ customerId }) => (customerId ? [`customer:${customerId}`] : []));
  const retried = await readWaitingRetries(tx, of, [...new Set([...keys, ...customerKeys])]);
  const waiting = await readWaitingCustomers(tx, of, open);
  return ({ key, customerId }) => ({
    position: placed.get(key) ?? null,
    exclusion: excluded.get(key) ?? null,
    retryRunId: retried.get(key) ?? retried.get(`customer:${customerId}`) ?? null,
    customerWaits: customerId !== null && waiting.has(customerId),
  });
}

async function readWaitingCustomers(
  tx: Transaction,
  of: StandingOf,
  items: AskedStanding[],
): Promise<Set<string>> {
  const customerIds = [...new Set(items.flatMap(({ customerId }) => customerId ?? []))];
  if (of.kind === "products" || customerIds.length === 0) return new Set();
  return new Set(await listCustomersToSync(tx, of, customerIds));
}

async function readPositions(tx: Transaction, of: StandingOf, keys: string[]) {
  if (keys.length === 0) return [];
  return tx
    .select({
      key: positions.key,
      outstanding: positions.outstanding,
      unacknowledged: positions.unacknowledged,
      runId: positions.runId,
      itemId: positions.itemId,
    })
    .from(positions)
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        inArray(positions.key, keys),
      ),
    );
}

/** Keys of live retries that are not over, each with its run. */
export async function readWaitingRetries(
  tx: Transaction,
  of: StandingOf,
  keys: string[],
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ key: runScopes.key, runId: syncRuns.id })
    .from(syncRuns)
    .innerJoin(runScopes, and(eq(runScopes.orgId, syncRuns.orgId), eq(runScopes.runId, syncRuns.id)))
    .where(
      and(
        eq(syncRuns.orgId, of.orgId),
        eq(syncRuns.programSyncId, of.programSyncId),
        eq(syncRuns.kind, of.kind),
        eq(syncRuns.mode, "live"),
        inArray(syncRuns.status, ["queued", "running"]),
        inArray(runScopes.key, keys),
      ),
    )
    .orderBy(syncRuns.queuedAt);
  return new Map(rows.map((row) => [row.key, row.runId]));
}
