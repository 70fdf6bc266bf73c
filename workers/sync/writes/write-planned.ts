import pLimit from "p-limit";
import { type IntentRow, planIntents } from "@/db/commands/runs/record-intents";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import type { ActiveRun } from "../run/engine";
import { issueOfError } from "../run/issue-of-error";
import type { ItemDraft } from "../run/item-draft";
import { issueRows } from "../run/item-issues";
import { RunProblem, WorkerStopping } from "../run/run-problem";
import { draftAfterWrites, notReached, withError } from "./ended-draft";
import type { Written } from "./perform-intent";
import { writeItem } from "./write-item";

/** An item with the writes that it needs, in their order; without any, its draft stands as it is. */
export type PlannedWrites = {
  draft: ItemDraft;
  intents: IntentRow[];
  /** Items of one lane are written one after the other: those of one agreement. */
  lane: string;
};

export type WrittenItem = { draft: ItemDraft; written: Written[] };

export type WritesResult = {
  /** Every planned item as it ended, in the order given. */
  ended: WrittenItem[];
  /** What stopped the run before its end; undefined: nothing. */
  stop: unknown;
};

const lanesAtOnce = 4;

/** So many writes in a row without an answer mean that the PSA is down: the run stops hammering it. */
const unansweredBeforeStop = 5;

/**
 * Records what is going to be written, writes it, and says how each item ended; nothing is sent after the first
 * error that stops a run. Throws RunNotOurs and WorkerStopping: then the next worker goes on from the intents.
 */
export async function writePlanned(run: ActiveRun, planned: PlannedWrites[]): Promise<WritesResult> {
  const toWrite = planned.filter((one) => one.intents.length > 0);
  await planIntents(run.engine.db, run.lease.ownership, {
    items: toWrite.map((one) => ({ ...one.draft.item, outcome: "unknown" as const })),
    issues: toWrite.flatMap((one) => issueRows(run, one.draft)),
    intents: toWrite.flatMap((one) => one.intents),
  });
  const { ended, stop } = await writeLanes(run, toWrite);
  if (stop instanceof RunNotOurs || stop instanceof WorkerStopping) throw stop;
  return {
    ended: planned.map((one) => {
      if (one.intents.length === 0) return { draft: one.draft, written: [] };
      return ended.get(one.draft.item.key) ?? { draft: notReached(one.draft), written: [] };
    }),
    stop,
  };
}

async function writeLanes(run: ActiveRun, toWrite: PlannedWrites[]) {
  const ended = new Map<string, WrittenItem>();
  const limit = pLimit(lanesAtOnce);
  let stop: unknown;
  let unanswered = 0;

  async function writeOne({ draft, intents }: PlannedWrites) {
    try {
      const writes = await writeItem(run, intents);
      ended.set(draft.item.key, { draft: draftAfterWrites(draft, writes), written: writes.written });
      unanswered = writes.outcome === "unknown" ? unanswered + 1 : 0;
      if (writes.outcome === "unknown" && unanswered >= unansweredBeforeStop) {
        stop ??= new RunProblem(issueOfError(writes.error, "psa"));
      }
    } catch (error) {
      if (error instanceof ApiError) {
        const failed = withError(draft, "failed", issueOfError(error, "psa"));
        ended.set(draft.item.key, { draft: failed, written: [] });
      }
      stop ??= error;
    }
  }

  async function writeLane(lane: PlannedWrites[]) {
    for (const one of lane) {
      if (stop) return;
      await writeOne(one);
    }
  }

  const lanes = groupBy(toWrite, (one) => one.lane);
  await Promise.all([...lanes.values()].map((lane) => limit(() => writeLane(lane))));
  return { ended, stop };
}
