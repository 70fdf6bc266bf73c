import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { connections, programSyncs, programs } from "@/db/schema";

/** A program sync by its id, inside a transaction that is to change something; null: not of this organisation. */
export async function findProgramSync(tx: Transaction, of: { orgId: string; programSyncId: string }) {
  const [found] = await tx
    .select({
      programSyncId: programSyncs.id,
      slug: programSyncs.slug,
      programId: programSyncs.programId,
      programName: programs.name,
      connectionId: programSyncs.connectionId,
      connectionKind: connections.kind,
      customersEnabled: programSyncs.customersEnabled,
      productsEnabled: programSyncs.productsEnabled,
      annualEnabled: programSyncs.annualEnabled,
    })
    .from(programSyncs)
    .innerJoin(programs, and(eq(programs.orgId, programSyncs.orgId), eq(programs.id, programSyncs.programId)))
    .innerJoin(
      connections,
      and(eq(connections.orgId, programSyncs.orgId), eq(connections.id, programSyncs.connectionId)),
    )
    .where(and(eq(programSyncs.orgId, of.orgId), eq(programSyncs.id, of.programSyncId)));
  return found ?? null;
}
