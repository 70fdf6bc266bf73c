import { and, count, desc, eq, ne, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  connections,
  customers,
  droppedItemMonths,
  invoices,
  programSyncs,
  programs,
  runScopes,
  runTieOuts,
  syncRuns,
  users,
} from "@/db/schema";

export type SyncRunDetail = NonNullable<Awaited<ReturnType<typeof getSyncRun>>>;

/** One run with the names around it; null when this organisation has none with that id. */
export async function getSyncRun(db: Database, of: { orgId: string; runId: string }) {
  return inOrg(db, of.orgId, async (tx) => {
    const [found] = await tx
      .select({
        run: syncRuns,
        programName: programs.name,
        programSlug: programSyncs.slug,
        connection: {
          id: connections.id,
          kind: connections.kind,
          name: connections.name,
          site: connections.site,
          account: connections.account,
        },
        /** Its items and issues are of a month that is kept no longer. */
        itemsAreGone: sql<boolean>`exists (select from ${droppedItemMonths} d where d.item_month = ${syncRuns.itemMonth})`,
        // Drizzle takes a joined object whose first column is null for no row at all, so the one that is never null is first.
        requester: { email: users.email, name: users.name },
      })
      .from(syncRuns)
      .innerJoin(
        programSyncs,
        and(eq(programSyncs.orgId, syncRuns.orgId), eq(programSyncs.id, syncRuns.programSyncId)),
      )
      .innerJoin(programs, and(eq(programs.orgId, syncRuns.orgId), eq(programs.id, programSyncs.programId)))
      .innerJoin(
        connections,
        and(eq(connections.orgId, syncRuns.orgId), eq(connections.id, syncRuns.connectionId)),
      )
      .leftJoin(users, eq(users.id, syncRuns.requestedBy))
      .where(and(eq(syncRuns.orgId, of.orgId), eq(syncRuns.id, of.runId)));
    if (!found) return null;
    const { run } = found;
    return {
      ...found,
      tieOuts: await readTieOuts(tx, of),
      /** How many keys a retry looks at; null: the run looks at everything. */
      scopeSize: run.retryOf ? await countScope(tx, of) : null,
      /** Whom it looks at, where it was asked for some customers; null: it was asked for none. */
      scopeCustomers: run.retryOf ? await readScopeCustomers(tx, of) : null,
      /** The preview whose approved lines it writes; null: it is no such run. */
      previewId: run.retryOf ? await previewOf(tx, of.orgId, run.retryOf) : null,
      /** The run that keeps the connection busy while this one waits. */
      waitsForRunId: run.status === "queued" ? await activeRun(tx, of, run.connectionId) : null,
    };
  });
}

/** Where each cent of each invoice went, newest period first; `difference` is what is in no part. */
function readTieOuts(tx: Transaction, { orgId, runId }: { orgId: string; runId: string }) {
  const t = runTieOuts;
  return tx
    .select({
      invoiceId: t.invoiceId,
      sourceInvoiceId: t.sourceInvoiceId,
      /** PRISM’s, which the invoice is of. */
      contractAgreementId: invoices.contractAgreementId,
      currency: t.currency,
      periodStart: t.periodStart,
      periodEnd: t.periodEnd,
      total: t.total,
      applied: t.applied,
      planned: t.planned,
      unchanged: t.unchanged,
      held: t.held,
      skipped: t.skipped,
      failed: t.failed,
      lineCount: t.lineCount,
      totalMissing: t.totalMissing,
      difference: sql<string>`(${t.total} - ${t.applied} - ${t.planned} - ${t.unchanged} - ${t.held} - ${t.skipped} - ${t.failed})::text`,
    })
    .from(t)
    .leftJoin(invoices, and(eq(invoices.orgId, t.orgId), eq(invoices.id, t.invoiceId)))
    .where(and(eq(t.orgId, orgId), eq(t.runId, runId)))
    .orderBy(desc(t.periodStart), t.sourceInvoiceId, t.invoiceId);
}

export type TieOutRow = Awaited<ReturnType<typeof readTieOuts>>[number];

async function countScope(tx: Transaction, of: { orgId: string; runId: string }): Promise<number | null> {
  const [row] = await tx
    .select({ total: count() })
    .from(runScopes)
    .where(and(eq(runScopes.orgId, of.orgId), eq(runScopes.runId, of.runId)));
  return row && row.total > 0 ? row.total : null;
}

/** How many customers a run was asked to look at as a whole, and the names of the first few. */
async function readScopeCustomers(
  tx: Transaction,
  { orgId, runId }: { orgId: string; runId: string },
): Promise<{ count: number; names: string[] } | null> {
  const [row] = await tx
    .select({
      count: count(),
      names: sql<string[]>`coalesce((array_agg(${customers.name} order by ${customers.name}))[1:3], '{}')`,
    })
    .from(runScopes)
    .innerJoin(
      customers,
      and(eq(customers.orgId, runScopes.orgId), eq(sql`'customer:' || ${customers.id}`, runScopes.key)),
    )
    .where(and(eq(runScopes.orgId, orgId), eq(runScopes.runId, runId)));
  return row && row.count > 0 ? row : null;
}

async function previewOf(tx: Transaction, orgId: string, runId: string): Promise<string | null> {
  const [preview] = await tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, runId), eq(syncRuns.mode, "preview")));
  return preview?.id ?? null;
}

async function activeRun(
  tx: Transaction,
  of: { orgId: string; runId: string },
  connectionId: string,
): Promise<string | null> {
  const [active] = await tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.orgId, of.orgId),
        eq(syncRuns.connectionId, connectionId),
        eq(syncRuns.status, "running"),
        ne(syncRuns.id, of.runId),
      ),
    );
  return active?.id ?? null;
}
