import { and, asc, desc, eq, ne, or, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { runTieOuts, syncRuns } from "@/db/schema";

export type RunProgress = NonNullable<Awaited<ReturnType<typeof findRunProgress>>>;

/** Organisations that have a program sync of this name; through a function that the database guards. */
export async function findOrganisations(
  db: Database,
  slug: string,
): Promise<{ orgId: string; name: string }[]> {
  const { rows } = await db.execute<{ org_id: string; name: string }>(
    sql`select org_id, name from app.organisations_with_program(${slug})`,
  );
  return rows.map((row) => ({ orgId: row.org_id, name: row.name }));
}

/** How far a run is, and which run of the same connection it waits for. Throws when there is no such run. */
export async function findRunProgress(db: Database, run: { orgId: string; runId: string }) {
  return inOrg(db, run.orgId, async (tx) => {
    const [found] = await tx
      .select({
        status: syncRuns.status,
        kind: syncRuns.kind,
        connectionId: syncRuns.connectionId,
        queuedAt: syncRuns.queuedAt,
        finishedAt: syncRuns.finishedAt,
        waitReason: syncRuns.waitReason,
        progressDone: syncRuns.progressDone,
        progressTotal: syncRuns.progressTotal,
        counts: syncRuns.counts,
      })
      .from(syncRuns)
      .where(and(eq(syncRuns.orgId, run.orgId), eq(syncRuns.id, run.runId)));
    if (!found) throw new Error("There is no such run.");
    if (found.status !== "queued") return { ...found, waitingFor: null };
    const [first] = await tx
      .select({ runId: syncRuns.id })
      .from(syncRuns)
      .where(
        and(
          eq(syncRuns.orgId, run.orgId),
          eq(syncRuns.connectionId, found.connectionId),
          ne(syncRuns.id, run.runId),
          or(
            eq(syncRuns.status, "running"),
            and(
              eq(syncRuns.status, "queued"),
              sql`(${syncRuns.queuedAt} < ${found.queuedAt}
                or (${syncRuns.queuedAt} = ${found.queuedAt} and ${syncRuns.kind} > ${found.kind}))`,
              sql`(${syncRuns.kind} = 'products' or coalesce(${syncRuns.resumesAt}, ${syncRuns.queuedAt}) <= clock_timestamp())`,
            ),
          ),
        ),
      )
      .orderBy(asc(syncRuns.queuedAt), desc(syncRuns.kind))
      .limit(1);
    return { ...found, waitingFor: first?.runId ?? null };
  });
}

/** Where the money of a run's invoices went. */
export async function findTieOuts(db: Database, run: { orgId: string; runId: string }) {
  return inOrg(db, run.orgId, (tx) =>
    tx
      .select()
      .from(runTieOuts)
      .where(and(eq(runTieOuts.orgId, run.orgId), eq(runTieOuts.runId, run.runId)))
      .orderBy(runTieOuts.periodStart, runTieOuts.sourceInvoiceId),
  );
}
