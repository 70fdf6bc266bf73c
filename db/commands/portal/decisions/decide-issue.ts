import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type DecisionChoice, decisions } from "@/db/schema";
import { requestRetry } from "../../runs/request-run";
import { type AskedIssue, lockOpenIssue, type OpenIssue } from "./open-issue";

/** Which choices each held code takes; a code that is not here is settled in another way. */
const choicesByCode: Readonly<Record<string, readonly DecisionChoice[]>> = {
  catch_up: ["approve", "reject"],
  credit_or_adjustment: ["approve", "reject"],
  large_change: ["approve", "reject"],
  quantity_drift: ["approve", "keep"],
  subscription_disappeared: ["confirm_end", "keep"],
  existing_line: ["keep"],
  price_conflict: ["own_service"],
};

/** Whether a held issue of the code has such an answer. */
export function isAnswer(code: string, choice: DecisionChoice): boolean {
  return choicesByCode[code]?.includes(choice) ?? false;
}

export type DecideResult =
  /** A sync of just this line is queued. */
  | { kind: "decided"; runId: string; issue: OpenIssue }
  /** Somebody decided the same question before. */
  | { kind: "already"; choice: DecisionChoice }
  /** A later run has looked at the line, or it is not outstanding any more. */
  | { kind: "moved_on" }
  /** This question has no such answer. */
  | { kind: "no_choice" };

/**
 * Records what a person decided of a held issue, which holds for just these facts, and queues a sync of its line.
 * `details`: see the table of decisions.
 */
export async function decideIssue(
  tx: Transaction,
  asked: AskedIssue & { choice: DecisionChoice; details: Record<string, string>; decidedBy: string },
): Promise<DecideResult> {
  const { choice, details, decidedBy } = asked;
  const issue = await lockOpenIssue(tx, asked);
  if (!issue) return { kind: "moved_on" };
  if (!isAnswer(issue.code, choice) || issue.severity !== "held") return { kind: "no_choice" };
  const { run, key, code, factsHash } = issue;
  const of = { orgId: run.orgId, programSyncId: run.programSyncId };
  const written = await tx
    .insert(decisions)
    .values({ ...of, key, code, factsHash, choice, details, decidedBy })
    .onConflictDoNothing()
    .returning({ key: decisions.key });
  if (written.length === 0) return { kind: "already", choice: await readChoice(tx, of, factsHash, choice) };
  return { kind: "decided", issue, runId: await retryKeys(tx, issue, [key], decidedBy) };
}

async function readChoice(
  tx: Transaction,
  of: { orgId: string; programSyncId: string },
  factsHash: string,
  fallback: DecisionChoice,
): Promise<DecisionChoice> {
  const [row] = await tx
    .select({ choice: decisions.choice })
    .from(decisions)
    .where(
      and(
        eq(decisions.orgId, of.orgId),
        eq(decisions.programSyncId, of.programSyncId),
        eq(decisions.factsHash, factsHash),
      ),
    );
  return row?.choice ?? fallback;
}

/** Queues a run that looks only at these keys. */
export async function retryKeys(
  tx: Transaction,
  { run }: OpenIssue,
  keys: string[],
  requestedBy: string,
): Promise<string> {
  const { orgId, programSyncId, connectionId, kind } = run;
  const request = { orgId, programSyncId, connectionId, kind, requestedBy, retryOf: run.runId };
  return (await requestRetry(tx, { ...request, keys })).runId;
}
