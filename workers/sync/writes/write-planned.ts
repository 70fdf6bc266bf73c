import pLimit from "p-limit";
import { type IntentRow, planIntents } from "@/db/commands/runs/record-intents";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { isDatabaseAway } from "@/db/database-away";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import type { ActiveRun } from "../run/engine";
import { issueOfError } from "../run/issue-of-error";
import type { ItemDraft } from "../run/item-draft";
import { issueRows } from "../run/item-issues";
import { isOwnFault, issueOfOwnFault, ThrownAfterFence } from "../run/own-fault";
import { RunProblem, WorkerStopping } from "../run/run-problem";
import { draftAfterWrites, notReached, withError } from "./ended-draft";
import type { Written } from "./perform-intent";
import { type ItemWrites, writeItem } from "./write-item";

/** An item with the writes that it needs, in their order; without any, its draft stands as it is. */
export type PlannedWrites = {
  draft: ItemDraft;
  /** What several items share comes first, and is made once for all of them. */
  shared?: SharedWrites | null;
  intents: IntentRow[];
  /** Items of one lane are written one after the other: those of one agreement. */
  lane: string;
};

/** Records and makes the writes; answers every further call as it did the first, without making them again. */
export type SharedWrites = { make: (run: ActiveRun) => Promise<ItemWrites> };

export type WrittenItem = {
  draft: ItemDraft;
  written: Written[];
  /** What ended its writes before their end; null: nothing. */
  error: ApiError | null;
};

export type WritesResult = {
  /** Every planned item as it ended, in the order given. */
  ended: WrittenItem[];
  /** What stopped the run before its end; undefined: nothing. */
  stop: unknown;
};

/** A PSA's units prove an adjustment only when they are read again: with more lanes, more of them share the reading. */
const lanesAtOnce = { connectwise: 8, autotask: 40 } as const;

/** So many writes in a row without an answer mean that the PSA is down: the run stops hammering it. */
const unansweredBeforeStop = 5;

/**
 * Records what is going to be written, writes it, and says how each item ended; nothing is sent after the first
 * error that stops a run. Throws RunNotOurs, WorkerStopping, and what a database that is away says: then the next worker
 * goes on from the intents.
 */
export async function writePlanned(run: ActiveRun, planned: PlannedWrites[]): Promise<WritesResult> {
  const toWrite = planned.filter(hasWrites);
  await planIntents(run.engine.db, run.lease.ownership, {
    items: toWrite.map((one) => ({ ...one.draft.item, outcome: "unknown" as const })),
    issues: toWrite.flatMap((one) => issueRows(run, one.draft)),
    intents: toWrite.flatMap((one) => one.intents),
  });
  const { ended, stop } = await writeLanes(run, toWrite);
  if (stop instanceof RunNotOurs || stop instanceof WorkerStopping || isDatabaseAway(stop)) throw stop;
  return {
    ended: planned.map((one) => {
      if (!hasWrites(one)) return { draft: one.draft, written: [], error: null };
      return ended.get(one.draft.item.key) ?? { draft: notReached(one.draft), written: [], error: null };
    }),
    stop,
  };
}

function hasWrites({ intents, shared }: PlannedWrites): boolean {
  return intents.length > 0 || shared != null;
}

async function writeLanes(run: ActiveRun, toWrite: PlannedWrites[]) {
  const ended = new Map<string, WrittenItem>();
  const limit = pLimit(lanesAtOnce[run.psa.kind]);
  let stop: unknown;
  const told = new Set<SharedWrites | ApiError>();
  let unanswered = 0;

  async function writeOne({ draft, shared, intents }: PlannedWrites) {
    // What items share, or wait for, went unanswered once, however many they are.
    const isMade = shared != null && told.has(shared);
    if (shared) told.add(shared);
    try {
      const writes = await writeAfterShared(run, shared ?? null, intents);
      const error = writes.outcome === "applied" ? null : writes.error;
      ended.set(draft.item.key, { draft: draftAfterWrites(draft, writes), written: writes.written, error });
      if (isMade || (error && told.has(error))) return;
      if (error) told.add(error);
      unanswered = writes.outcome === "unknown" ? unanswered + 1 : 0;
      if (writes.outcome === "unknown" && unanswered >= unansweredBeforeStop) {
        stop ??= new RunProblem(issueOfError(writes.error, "psa"));
      }
    } catch (error) {
      if (error instanceof ApiError) {
        const failed = withError(draft, "failed", issueOfError(error, "psa"));
        ended.set(draft.item.key, { draft: failed, written: [], error });
      }
      if (!isOwnFault(error)) stop ??= error;
      else return failAlone({ draft, intents }, error, error instanceof ThrownAfterFence);
    }
  }

  /** What was sent is read back by the next start; what was not is dropped. */
  async function failAlone(
    { draft, intents }: Pick<PlannedWrites, "draft" | "intents">,
    error: Error,
    isSent: boolean,
  ) {
    const sent = error instanceof ThrownAfterFence ? error.intentId : null;
    const unsent = intents.filter(({ id }) => id !== sent);
    try {
      await Promise.all(unsent.map(({ id }) => run.fence.settle({ intentId: id, state: "dropped" })));
    } catch (unrecorded) {
      stop ??= unrecorded;
    }
    const issue = issueOfOwnFault(run, draft.item.key, error);
    const failed = withError(draft, isSent ? "unknown" : "failed", issue);
    ended.set(draft.item.key, { draft: failed, written: [], error: null });
    return error;
  }

  /** Where it is not known what was sent to an agreement, nothing more is sent there. */
  async function writeLane(lane: PlannedWrites[]) {
    let sent: { by: PlannedWrites; error: Error } | undefined;
    for (const one of lane) {
      if (stop) return;
      if (sent) {
        await failAlone(one, sent.error, one.shared != null && one.shared === sent.by.shared);
        continue;
      }
      const error = await writeOne(one);
      if (error instanceof ThrownAfterFence) sent = { by: one, error };
    }
  }

  const lanes = groupBy(toWrite, (one) => one.lane);
  await Promise.all([...lanes.values()].map((lane) => limit(() => writeLane(lane))));
  return { ended, stop };
}

/** An item's own writes wait for what it shares; when that does not succeed, they are dropped. */
async function writeAfterShared(
  run: ActiveRun,
  shared: SharedWrites | null,
  intents: IntentRow[],
): Promise<ItemWrites> {
  const common = await shared?.make(run);
  if (!common || common.outcome === "applied") return writeItem(run, intents);
  await Promise.all(intents.map(({ id }) => run.fence.settle({ intentId: id, state: "dropped" })));
  return common;
}
