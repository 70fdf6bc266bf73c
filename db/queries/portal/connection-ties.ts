import { and, count, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { agreementLines, mappings, productLinks, programSyncs } from "@/db/schema";

export type ConnectionTies = { mappings: number; links: number; lines: number };

/** How much is kept by the numbers that a connection's PSA gave: mapped customers, linked products, lines of ours. */
export async function tiesOfConnection(
  tx: Transaction,
  of: { orgId: string; id: string },
): Promise<ConnectionTies> {
  const syncsHere = (programSyncId: typeof mappings.programSyncId | typeof productLinks.programSyncId) =>
    and(
      eq(programSyncs.orgId, of.orgId),
      eq(programSyncs.id, programSyncId),
      eq(programSyncs.connectionId, of.id),
    );
  const [mapped] = await tx
    .select({ total: count() })
    .from(mappings)
    .innerJoin(programSyncs, syncsHere(mappings.programSyncId))
    .where(eq(mappings.orgId, of.orgId));
  const [linked] = await tx
    .select({ total: count() })
    .from(productLinks)
    .innerJoin(programSyncs, syncsHere(productLinks.programSyncId))
    .where(eq(productLinks.orgId, of.orgId));
  const [lines] = await tx
    .select({ total: count() })
    .from(agreementLines)
    .where(and(eq(agreementLines.orgId, of.orgId), eq(agreementLines.connectionId, of.id)));
  return { mappings: mapped?.total ?? 0, links: linked?.total ?? 0, lines: lines?.total ?? 0 };
}
