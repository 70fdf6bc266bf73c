import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { itemOfIssue } from "@/db/queries/item-of-issue";
import { type DecisionChoice, decisions, issues, planApprovals, syncItems } from "@/db/schema";
import { plainAnswer } from "@/lib/issues/plain-answers";
import type { Plan } from "./lock-plan";

export type AnsweredLine = { key: string; title: string; code: string; choice: DecisionChoice };

/**
 * Records what was asked of the lines that a run is to write, as who approved them answered: approving such a line was to
 * say yes. What somebody has decided of the same question meanwhile stays, and is not among those given back.
 */
export async function recordAnswers(tx: Transaction, plan: Plan, runId: string): Promise<AnsweredLine[]> {
  const { orgId, programSyncId, itemMonth } = plan;
  const asked = await tx
    .select({
      key: syncItems.key,
      title: syncItems.title,
      code: issues.code,
      facts: issues.facts,
      factsHash: issues.factsHash,
      decidedBy: planApprovals.approvedBy,
    })
    .from(planApprovals)
    .innerJoin(
      syncItems,
      and(
        eq(syncItems.orgId, planApprovals.orgId),
        eq(syncItems.itemMonth, itemMonth),
        eq(syncItems.runId, planApprovals.runId),
        eq(syncItems.key, planApprovals.key),
        eq(syncItems.planAsks, true),
      ),
    )
    .innerJoin(issues, and(itemOfIssue, eq(issues.severity, "held")))
    .where(
      and(
        eq(planApprovals.orgId, orgId),
        eq(planApprovals.runId, plan.runId),
        eq(planApprovals.appliedIn, runId),
      ),
    )
    .orderBy(syncItems.key, issues.code);
  const answers = asked.flatMap(({ facts, ...question }) => {
    const answer = plainAnswer({ code: question.code, facts });
    return answer ? [{ ...question, ...answer }] : [];
  });
  if (answers.length === 0) return [];
  const written = await tx
    .insert(decisions)
    .values(answers.map(({ title: _, ...answer }) => ({ orgId, programSyncId, ...answer })))
    .onConflictDoNothing()
    .returning({ factsHash: decisions.factsHash });
  const isOurs = new Set(written.map(({ factsHash }) => factsHash));
  return answers
    .filter(({ factsHash }) => isOurs.has(factsHash))
    .map(({ key, title, code, choice }) => ({ key, title, code, choice }));
}
