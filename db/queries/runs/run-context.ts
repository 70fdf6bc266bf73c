import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  acknowledgements,
  connections,
  contractAgreements,
  exclusions,
  organisations,
  programSyncs,
  programs,
  runScopes,
  sources,
  syncRuns,
} from "@/db/schema";
import { exclusionInForce } from "../exclusion-in-force";
import { isReversing } from "../is-reversing";

export type RunContext = NonNullable<Awaited<ReturnType<typeof loadRunContext>>>;

/** Everything that a run needs to know before it looks at the outside; null when there is no such run here. */
export async function loadRunContext(db: Database, run: { orgId: string; runId: string }) {
  return inOrg(db, run.orgId, async (tx) => {
    const [found] = await tx
      .select({
        run: syncRuns,
        organisation: organisations,
        programSync: programSyncs,
        program: programs,
        source: sources,
        connection: connections,
      })
      .from(syncRuns)
      .innerJoin(organisations, eq(organisations.id, syncRuns.orgId))
      .innerJoin(
        programSyncs,
        and(eq(programSyncs.orgId, syncRuns.orgId), eq(programSyncs.id, syncRuns.programSyncId)),
      )
      .innerJoin(programs, and(eq(programs.orgId, syncRuns.orgId), eq(programs.id, programSyncs.programId)))
      .innerJoin(sources, and(eq(sources.orgId, syncRuns.orgId), eq(sources.id, programs.sourceId)))
      .innerJoin(
        connections,
        and(eq(connections.orgId, syncRuns.orgId), eq(connections.id, syncRuns.connectionId)),
      )
      .where(and(eq(syncRuns.orgId, run.orgId), eq(syncRuns.id, run.runId)));
    if (!found) return null;
    const ofSync = { orgId: run.orgId, programSyncId: found.programSync.id };
    const scope = await tx
      .select({
        key: runScopes.key,
        approvedPlan: runScopes.approvedPlan,
        reversal: runScopes.reversal,
      })
      .from(runScopes)
      .where(and(eq(runScopes.orgId, run.orgId), eq(runScopes.runId, run.runId)));
    const agreements = await tx
      .select({ contractAgreementId: contractAgreements.contractAgreementId })
      .from(contractAgreements)
      .where(
        and(eq(contractAgreements.orgId, run.orgId), eq(contractAgreements.programId, found.program.id)),
      );
    const excluded = await listExclusions(tx, ofSync);
    const acknowledged = await tx
      .select({ factsHash: acknowledgements.factsHash })
      .from(acknowledgements)
      .where(
        and(
          eq(acknowledgements.orgId, ofSync.orgId),
          eq(acknowledgements.programSyncId, ofSync.programSyncId),
        ),
      );
    return {
      ...found,
      /** null: the run looks at everything. */
      scope: scope.length > 0 ? new Set(scope.map((row) => row.key)) : null,
      /** By key, what a person has approved to be written; empty: whatever is planned is written. */
      approved: new Map(
        scope.flatMap(({ key, approvedPlan }) => (approvedPlan ? [[key, approvedPlan]] : [])),
      ),
      /** By key, what is to be reversed; empty: the invoices are followed. */
      reversals: new Map(scope.flatMap(({ key, reversal }) => (reversal ? [[key, reversal]] : []))),
      contractAgreementIds: agreements.map((row) => row.contractAgreementId),
      exclusions: new Map(excluded.map((row) => [row.key, row])),
      acknowledged: new Set(acknowledged.map((row) => row.factsHash)),
    };
  });
}

async function listExclusions(tx: Transaction, of: { orgId: string; programSyncId: string }) {
  return tx
    .select({
      key: exclusions.key,
      reason: exclusions.reason,
      expiresOn: exclusions.expiresOn,
      isReversing: sql<boolean>`${isReversing({ key: exclusions.key, ...of })}`,
    })
    .from(exclusions)
    .where(
      and(eq(exclusions.orgId, of.orgId), eq(exclusions.programSyncId, of.programSyncId), exclusionInForce()),
    );
}
