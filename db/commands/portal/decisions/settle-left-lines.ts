import type { Transaction } from "@/db/client";
import { groupBy } from "@/lib/group-by";
import { requestRetry } from "../../runs/request-run";
import type { OpenIssue } from "./open-issue";
import { markEnds, type Settled, takeLine } from "./settle-lines";

export const leftLineChoices = ["adopt", "end"] as const;
export type LeftLineChoice = (typeof leftLineChoices)[number];

/** A line of the PSA that another tool or a person has left, as an `existing_line` of a run names it. */
export type LeftLine = { runId: string; itemId: string; issueId: string; lineId: string };

export type LeftLinesSettled = { settled: { issue: OpenIssue; line: LeftLine }[]; movedOn: number };

/**
 * Settles many of them in one way: adopted, each is its subscription's own from now on; ended, it ends on the last day
 * that the PSA has invoiced and a line of ours takes over. One sync of all of them is queued. What has moved on, or is
 * another subscription's by now, is left alone and counted.
 */
export async function settleLeftLines(
  tx: Transaction,
  asked: { orgId: string; lines: LeftLine[]; choice: LeftLineChoice; askedBy: string },
): Promise<LeftLinesSettled> {
  const { orgId, lines, choice, askedBy } = asked;
  const done: Done[] = [];
  for (const line of lines) {
    const one = { orgId, askedBy, ...line };
    const result =
      choice === "adopt"
        ? await takeLine(tx, one)
        : await markEnds(tx, { ...one, keptLineId: null, lastDay: null });
    if (result.kind === "settled") done.push({ ...result, line });
  }
  await syncAll(tx, done, askedBy);
  return {
    settled: done.map(({ issue, line }) => ({ issue, line })),
    movedOn: lines.length - done.length,
  };
}

type Done = Settled & { line: LeftLine };

async function syncAll(tx: Transaction, done: Done[], requestedBy: string): Promise<void> {
  for (const group of groupBy(done, ({ issue }) => issue.run.programSyncId).values()) {
    const [first] = group;
    if (!first) continue;
    const { orgId, programSyncId, connectionId, kind, runId: retryOf } = first.issue.run;
    // Of a service that several subscriptions share, the last wish is the one that holds.
    const endings = new Map(group.map((one) => [one.line.lineId, one.endings]));
    const keys = [...new Set([...group.map(({ issue }) => issue.key), ...[...endings.values()].flat()])];
    await requestRetry(tx, { orgId, programSyncId, connectionId, kind, requestedBy, retryOf, keys });
  }
}
