import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type DecisionChoice, decisions, users } from "@/db/schema";

/** What was decided of an issue, by whom and when. */
export type IssueDecision = { choice: DecisionChoice; decidedBy: string | null; decidedAt: Date };

/** The decisions of a program sync on these issues, by the hash of their facts. */
export async function readDecisions(
  tx: Transaction,
  of: { orgId: string; programSyncId: string },
  hashes: string[],
): Promise<Map<string, IssueDecision>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx
    .select({
      factsHash: decisions.factsHash,
      choice: decisions.choice,
      decidedBy: users.email,
      decidedAt: decisions.createdAt,
    })
    .from(decisions)
    .leftJoin(users, eq(users.id, decisions.decidedBy))
    .where(
      and(
        eq(decisions.orgId, of.orgId),
        eq(decisions.programSyncId, of.programSyncId),
        inArray(decisions.factsHash, hashes),
      ),
    );
  return new Map(rows.map(({ factsHash, ...row }) => [factsHash, row]));
}
