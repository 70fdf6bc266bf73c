import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { itemOfIssue } from "@/db/queries/item-of-issue";
import { type DecisionChoice, decisions, issues, positions, syncItems } from "@/db/schema";
import { requestRetry } from "../../runs/request-run";
import { type FoundRun, findRun } from "../find-run-item";
import { lockStatus } from "../recount-outstanding";
import { isAnswer } from "./decide-issue";

export type OpenQuestion = Awaited<ReturnType<typeof listOpenQuestions>>[number];

/** The held issues of a live run with this code that nobody has decided and no later run has looked at. */
export async function listOpenQuestions(tx: Transaction, run: FoundRun, code: string) {
  return tx
    .select({
      key: syncItems.key,
      factsHash: issues.factsHash,
      facts: issues.facts,
      currency: syncItems.currency,
      customerId: syncItems.customerId,
    })
    .from(issues)
    .innerJoin(syncItems, itemOfIssue)
    .innerJoin(
      positions,
      and(
        eq(positions.orgId, issues.orgId),
        eq(positions.programSyncId, run.programSyncId),
        eq(positions.kind, run.kind),
        eq(positions.key, syncItems.key),
        eq(positions.itemId, syncItems.id),
        isNotNull(positions.outstanding),
      ),
    )
    .leftJoin(
      decisions,
      and(
        eq(decisions.orgId, issues.orgId),
        eq(decisions.programSyncId, run.programSyncId),
        eq(decisions.factsHash, issues.factsHash),
      ),
    )
    .where(
      and(
        eq(issues.orgId, run.orgId),
        eq(issues.itemMonth, run.itemMonth),
        eq(issues.runId, run.runId),
        eq(issues.code, code),
        eq(issues.severity, "held"),
        isNull(decisions.factsHash),
        // A line of no customer is decided by itself: somebody has to say whose it is.
        isNotNull(syncItems.customerId),
      ),
    )
    .orderBy(syncItems.key);
}

export type DecideAllResult =
  | { kind: "decided"; runId: string; count: number }
  /** There are others by now than the person has seen. */
  | { kind: "changed"; count: number };

/** Beyond so many, a person decides customer by customer. */
const mostAtOnce = 5_000;

/** Decides all open questions of one code in one way, if they are still as many as the person was shown. */
export async function decideAll(
  tx: Transaction,
  asked: {
    orgId: string;
    runId: string;
    code: string;
    choice: Extract<DecisionChoice, "approve" | "reject">;
    count: number;
    decidedBy: string;
  },
): Promise<DecideAllResult> {
  const { code, choice, decidedBy } = asked;
  const run = await findRun(tx, asked);
  if (run?.mode !== "live" || !isAnswer(code, choice)) return { kind: "changed", count: 0 };
  await lockStatus(tx, run);
  const open = await listOpenQuestions(tx, run, code);
  if (open.length === 0 || open.length !== asked.count || open.length > mostAtOnce) {
    return { kind: "changed", count: open.length };
  }
  const { orgId, programSyncId, connectionId, kind, runId: retryOf } = run;
  await tx
    .insert(decisions)
    .values(
      open.map(({ key, factsHash }) => ({ orgId, programSyncId, key, code, factsHash, choice, decidedBy })),
    );
  const keys = [...new Set(open.map(({ key }) => key))];
  const request = { orgId, programSyncId, connectionId, kind, requestedBy: decidedBy, retryOf };
  const { runId } = await requestRetry(tx, { ...request, keys });
  return { kind: "decided", runId, count: open.length };
}
