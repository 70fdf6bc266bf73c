import { settleIntents } from "@/db/commands/runs/record-intents";
import { listOpenIntents, type OpenIntent } from "@/db/queries/runs/open-intents";
import type { ActiveRun } from "../run/engine";
import { isOwnFault, logOwnFault } from "../run/own-fault";
import { confirmation } from "./confirm-written";
import { intentBody } from "./intent-body";
import { readBackIntent } from "./perform-intent";

/** Keys with a write whose end is still not known: nothing may be planned for them yet. */
export type BlockedKeys = Map<string, "unknown" | "held">;

type Settled = "unknown" | "held" | null;

/**
 * Settles, by reading the PSA, every write of this connection that was left without a known end, whichever run
 * it was of. Comes before anything new. Throws ApiError when the PSA cannot be read.
 */
export async function settleOpenIntents(run: ActiveRun): Promise<BlockedKeys> {
  const { db } = run.engine;
  const { orgId } = run.lease.ownership;
  const of = { orgId, connectionId: run.context.connection.id };
  let open = await listOpenIntents(db, of);
  if (await letRequestsEnd(run, open)) open = await listOpenIntents(db, of);
  const blocked: BlockedKeys = new Map();
  for (const row of open) {
    run.lease.check();
    const state = await settleOrLeave(run, row);
    if (!state) continue;
    blocked.set(row.intent.naturalKey, state);
    // A charge stands under its reference, and its item waits for it too.
    if (row.itemKey !== null) blocked.set(row.itemKey, state);
  }
  return blocked;
}

/**
 * A worker that counts as dead may have passed the fence a moment ago and send its request within the time that it has for
 * it. Only then does this run read and write. Where a lease has lapsed by itself, that time is over. True: it has waited.
 */
async function letRequestsEnd(run: ActiveRun, open: OpenIntent[]): Promise<boolean> {
  const { requestLimitMs, sleep } = run.engine;
  const ages = open.filter(({ intent }) => intent.state === "sent").map(({ ageMs }) => ageMs);
  const waitMs = requestLimitMs - Math.min(...ages);
  if (waitMs <= 0) return false;
  await sleep(waitMs, run.lease.signal);
  run.lease.check();
  return true;
}

/** A fault of our own in reading one back leaves that one unknown, and the others go on. */
async function settleOrLeave(run: ActiveRun, row: OpenIntent): Promise<Settled> {
  try {
    return await settleOne(run, row);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    logOwnFault(run, row.intent.naturalKey, error);
    return "unknown";
  }
}

async function settleOne(run: ActiveRun, row: OpenIntent): Promise<Settled> {
  const { db } = run.engine;
  const { orgId } = run.lease.ownership;
  const { intent } = row;
  if (intent.state === "planned") {
    await settleIntents(db, orgId, [{ intentId: intent.id, state: "dropped" }]);
    return null;
  }
  const back = await readBackIntent(run.psa, intentBody.parse(intent));
  if (back.found === "desired") {
    await settleIntents(db, orgId, [confirmation(intent, back.written)]);
    return null;
  }
  // A request without an answer may still be on its way until the PSA's own limit has passed.
  if (row.ageMs < run.engine.psaSettlesAfterMs) return "unknown";
  const state = back.found === "before" ? "dropped" : "held";
  await settleIntents(db, orgId, [{ intentId: intent.id, state }]);
  return state === "held" ? "held" : null;
}
