import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { runMoney } from "@/db/commands/runs/run-money";
import {
  connections,
  customers,
  type ItemOutcome,
  issues,
  positions,
  programSyncs,
  programs,
  type RunStatus,
  runTieOuts,
  type SyncKind,
  type SyncMode,
  sources,
  syncItems,
  syncRuns,
  syncStatus,
} from "@/db/schema";

/** A program sync with what it needs around it, and one customer. `owner` is the database as its owner. */
export async function addProgramSync(owner: Database, orgId: string, slug = "microsoft-csp-connectwise") {
  const source = await one(
    owner
      .insert(sources)
      .values({ orgId, name: "PRISM", sealedCredentials: "sealed", hint: "1234" })
      .returning(),
  );
  const program = await one(
    owner.insert(programs).values({ orgId, sourceId: source.id, name: "Microsoft CSP" }).returning(),
  );
  const connection = await one(
    owner
      .insert(connections)
      .values({
        orgId,
        kind: "connectwise",
        name: "ConnectWise",
        site: "na.myconnectwise.net",
        account: "harbour",
        sealedCredentials: "sealed",
        hint: "1234",
        state: "healthy",
      })
      .returning(),
  );
  const sync = await one(
    owner
      .insert(programSyncs)
      .values({ orgId, slug, programId: program.id, connectionId: connection.id })
      .returning(),
  );
  return { orgId, programId: program.id, connectionId: connection.id, programSyncId: sync.id, slug };
}

export type TestSync = Awaited<ReturnType<typeof addProgramSync>>;

/** A customer of the program sync's program. */
export async function addCustomer(owner: Database, sync: TestSync, name: string): Promise<string> {
  const customer = await one(
    owner
      .insert(customers)
      .values({
        orgId: sync.orgId,
        programId: sync.programId,
        contractAgreementId: "CA-1",
        tenantId: `tenant of ${name}`,
        sourceCustomerId: name,
        name,
        active: true,
        lastSeenAt: new Date("2026-11-01T00:00:00Z"),
      })
      .returning(),
  );
  return customer.id;
}

type RunChange = Partial<Omit<typeof syncRuns.$inferInsert, "orgId" | "id">>;

/** A finished live customers run of October's usage, unless told otherwise. */
export async function addRun(owner: Database, sync: TestSync, change: RunChange = {}) {
  const kind: SyncKind = change.kind ?? "customers";
  const mode: SyncMode = change.mode ?? "live";
  const status: RunStatus = change.status ?? "error";
  const run = await one(
    owner
      .insert(syncRuns)
      .values({
        orgId: sync.orgId,
        programSyncId: sync.programSyncId,
        connectionId: sync.connectionId,
        trigger: "schedule",
        queuedAt: new Date("2026-11-02T00:03:00Z"),
        startedAt: new Date("2026-11-02T00:03:01Z"),
        finishedAt: new Date("2026-11-02T00:04:13Z"),
        itemMonth: "2026-11-01",
        periodStart: "2026-10-01",
        periodEnd: "2026-10-31",
        ...change,
        kind,
        mode,
        status,
      })
      .returning(),
  );
  return { ...run, runId: run.id };
}

export type TestRun = Awaited<ReturnType<typeof addRun>>;

type ItemChange = Partial<Omit<typeof syncItems.$inferInsert, "orgId" | "itemMonth" | "runId">> & {
  /** Where the key stands; undefined: as the outcome says, null: there is no position. */
  position?: Partial<typeof positions.$inferInsert> | null;
  issues?: readonly (Pick<typeof issues.$inferInsert, "code" | "severity"> &
    Partial<typeof issues.$inferInsert>)[];
};

const outstanding: ItemOutcome[] = ["failed", "held", "unknown"];

/** An item of the run with its issues, and where its key stands. */
export async function addItem(owner: Database, run: TestRun, key: string, change: ItemChange = {}) {
  const { position, issues: found = [], ...columns } = change;
  const of = { orgId: run.orgId, itemMonth: run.itemMonth, runId: run.id };
  const item = await one(
    owner
      .insert(syncItems)
      .values({
        ...of,
        key,
        subject: "subscription",
        customerName: "Blue Gum Dental",
        title: "Microsoft 365 Business Standard",
        outcome: "applied",
        issueCount: found.length,
        ...columns,
      })
      .returning(),
  );
  for (const issue of found) {
    await owner.insert(issues).values({
      ...of,
      itemId: item.id,
      facts: {},
      factsHash: `${key} ${issue.code}`,
      reference: "7F3K-20AX",
      ...issue,
    });
  }
  if (position !== null) await addPosition(owner, run, item, found, position ?? {});
  return item;
}

async function addPosition(
  owner: Database,
  run: TestRun,
  item: typeof syncItems.$inferSelect,
  found: NonNullable<ItemChange["issues"]>,
  change: Partial<typeof positions.$inferInsert>,
): Promise<void> {
  const values = {
    orgId: run.orgId,
    programSyncId: run.programSyncId,
    kind: run.kind,
    key: item.key,
    customerId: item.customerId,
    outstanding: outstanding.includes(item.outcome) ? item.outcome : null,
    unacknowledged: found.some((issue) => issue.severity === "warning" && !issue.acknowledged),
    runId: run.id,
    itemId: item.id,
    cause: gravest(found)?.code ?? "",
    place: item.place ?? "",
    ...change,
  };
  await owner
    .insert(positions)
    .values(values)
    .onConflictDoUpdate({
      target: [positions.orgId, positions.programSyncId, positions.kind, positions.key],
      set: values,
    });
}

const gravity = ["error", "held", "warning"];

function gravest(found: NonNullable<ItemChange["issues"]>) {
  return [...found]
    .sort((one, other) => gravity.indexOf(one.severity) - gravity.indexOf(other.severity))
    .at(0);
}

/** The latest of the program sync and kind, with counts that a run's end would have left. */
export async function addStatus(
  owner: Database,
  sync: TestSync,
  change: Partial<typeof syncStatus.$inferInsert> = {},
): Promise<void> {
  const { orgId, programSyncId } = sync;
  await owner.insert(syncStatus).values({ orgId, programSyncId, kind: "customers", ...change });
}

const noMoney = { applied: "0", planned: "0", unchanged: "0", held: "0", skipped: "0", failed: "0" };

/** Where an invoice went in a run; the total is the sum of the parts unless told otherwise. */
export async function addTieOut(
  owner: Database,
  run: TestRun,
  change: Partial<typeof runTieOuts.$inferInsert> & { total: string },
): Promise<void> {
  await owner.insert(runTieOuts).values({
    orgId: run.orgId,
    runId: run.id,
    invoiceId: "00000000-0000-4000-8000-000000000001",
    sourceInvoiceId: "INV-1",
    currency: "AUD",
    periodStart: "2026-10-01",
    periodEnd: "2026-10-31",
    lineCount: 1,
    ...noMoney,
    ...change,
  });
  await owner
    .update(syncRuns)
    .set({ money: runMoney({ orgId: run.orgId, runId: run.id }) })
    .where(eq(syncRuns.id, run.id));
}

async function one<T>(rows: PromiseLike<T[]>): Promise<T> {
  const [row] = await rows;
  if (!row) throw new Error("The row was not stored.");
  return row;
}
