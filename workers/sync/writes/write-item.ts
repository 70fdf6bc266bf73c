import type { IntentRow } from "@/db/commands/runs/record-intents";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { MINUTE } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { PsaAgreement } from "@/workers/connectors/psa";
import type { ActiveRun } from "../run/engine";
import { isOwnFault, ThrownAfterFence } from "../run/own-fault";
import { confirmation } from "./confirm-written";
import { type IntentBody, intentBody } from "./intent-body";
import { asUnitsPsa } from "./lines-psa";
import { readBackIntent, sendIntent, type Written } from "./perform-intent";
import { awaitUnits } from "./units-await";
import type { AdjustUnits } from "./units-body";

/** How the writes of one item ended. */
export type ItemWrites =
  | { outcome: "applied"; written: Written[] }
  | { outcome: "failed"; written: Written[]; error: ApiError }
  /** Not known yet, or found changed by somebody else: settled by reading later. */
  | { outcome: "unknown" | "held"; written: Written[]; error: ApiError };

/** A pause that is longer is waited for by the run, without a worker. */
const longestWaitMs = MINUTE;

/**
 * Makes an item's writes one after the other. The first that does not succeed ends it; what was not sent is
 * dropped. Throws RunNotOurs when the fence is closed, and ApiError of a kind that stops the whole run.
 */
export async function writeItem(run: ActiveRun, rows: IntentRow[]): Promise<ItemWrites> {
  const written: Written[] = [];
  for (const [index, row] of rows.entries()) {
    const result = await writeIntent(run, row);
    if (result.state === "confirmed") {
      written.push(result.written);
      continue;
    }
    const rest = rows.slice(index + 1);
    await Promise.all(rest.map((later) => run.fence.settle({ intentId: later.id, state: "dropped" })));
    if (result.state === "rejected" && result.error.kind === "unauthorised") throw result.error;
    const outcome = result.state === "rejected" ? "failed" : result.state === "held" ? "held" : "unknown";
    return { outcome, written, error: result.error };
  }
  return { outcome: "applied", written };
}

export type IntentResult =
  | { state: "confirmed"; written: Written }
  | { state: "rejected" | "unknown" | "held"; error: ApiError };

/**
 * Sends one recorded write until its end is known, or as often as that is worth it. `agreement`: the contract of an
 * adjustment as read a moment ago.
 */
export async function writeIntent(
  run: ActiveRun,
  row: IntentRow,
  agreement?: PsaAgreement,
): Promise<IntentResult> {
  const body = intentBody.parse(row);
  for (let send = 1; ; send += 1) {
    const result = await sendOnce(run, row, body, agreement);
    if (result.state !== "unknown" || result.error.kind !== "rate_limited") return result;
    if ((result.error.retryAfterMs ?? 0) > longestWaitMs) throw result.error;
    const { retry, waitMs } = run.engine.decideRetry(result.error, send);
    if (!retry) return result;
    await run.engine.sleep(waitMs, run.lease.signal);
  }
}

async function sendOnce(
  run: ActiveRun,
  row: IntentRow,
  body: IntentBody,
  agreement?: PsaAgreement,
): Promise<IntentResult> {
  const { engine, lease } = run;
  lease.check();
  const asked = engine.clock.monotonicMs();
  if (!(await run.fence.pass(row.id))) throw new RunNotOurs();
  // The fence vouches for the lease from when it was asked; a process that stood still since then is too late.
  const timeoutMs = Math.floor(asked + engine.requestLimitMs - engine.clock.monotonicMs());
  if (timeoutMs <= 0) throw new RunNotOurs();
  try {
    return body.operation === "adjust_units"
      ? await sendAdjustment(run, row, body, { timeoutMs, agreement })
      : await sendPassed(run, row, body, timeoutMs);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    throw new ThrownAfterFence(row.id, error);
  }
}

async function sendPassed(
  run: ActiveRun,
  row: IntentRow,
  body: Exclude<IntentBody, AdjustUnits>,
  timeoutMs: number,
): Promise<IntentResult> {
  try {
    const { answer, written } = await sendIntent(run.psa, body, { timeoutMs });
    switch (answer) {
      case "taken":
        return confirm(run, row, written);
      case "not_taken":
        return settle(run, row, "rejected", notTaken());
      case "disturbed":
        return settle(run, row, "held", disturbed());
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const clear = !error.outcomeUnknown && error.kind !== "rate_limited";
    return clear ? settle(run, row, "rejected", error) : readBack(run, row, body, error);
  }
}

/** The answer to an adjustment proves nothing, and its absence neither: the units tell, whatever came back. */
async function sendAdjustment(
  run: ActiveRun,
  row: IntentRow,
  body: AdjustUnits,
  { timeoutMs, agreement }: { timeoutMs: number; agreement: PsaAgreement | undefined },
): Promise<IntentResult> {
  const error = await adjust(run, body, timeoutMs);
  const isRefused = error !== null && !error.outcomeUnknown && error.kind !== "rate_limited";
  // A refusal with 500 may be a fault on the way back: it counts once the units have stayed as they were.
  if (isRefused && (error.status ?? 0) < 500) return settle(run, row, "rejected", error);
  const back = await awaitUnits(run, body, error, agreement);
  // Units have no name of ours: after an error they may be what another worker has made of them since.
  if (back.found === "desired") return confirm(run, row, back.written, { onlyOpen: error !== null });
  if (isRefused && back.found !== "unread") return settle(run, row, "rejected", error);
  return settle(run, row, back.found === "other" ? "held" : "unknown", error ?? notShown());
}

async function adjust(run: ActiveRun, body: AdjustUnits, timeoutMs: number): Promise<ApiError | null> {
  try {
    await run.fence.send(() => asUnitsPsa(run.psa).adjustUnits(body.desired, { timeoutMs }));
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** No clear answer: only the PSA itself can tell. */
async function readBack(
  run: ActiveRun,
  row: IntentRow,
  body: IntentBody,
  error: ApiError,
): Promise<IntentResult> {
  try {
    const state = await readBackIntent(run.psa, body);
    if (state.found === "desired") return confirm(run, row, state.written);
    return settle(run, row, state.found === "other" ? "held" : "unknown", error);
  } catch (readError) {
    if (!(readError instanceof ApiError)) throw readError;
    return settle(run, row, "unknown", error);
  }
}

async function confirm(
  run: ActiveRun,
  row: IntentRow,
  written: Written,
  { onlyOpen = false } = {},
): Promise<IntentResult> {
  await run.fence.settle({ ...confirmation(row, written), onlyOpen });
  return { state: "confirmed", written };
}

async function settle(
  run: ActiveRun,
  row: IntentRow,
  state: "rejected" | "unknown" | "held",
  error: ApiError,
): Promise<IntentResult> {
  const answer = { kind: error.kind, status: error.status ?? null, refusal: error.refusal ?? null };
  await run.fence.settle({ intentId: row.id, state, answer });
  return { state, error };
}

function notTaken(): ApiError {
  return new ApiError({
    service: "psa",
    kind: "rejected",
    words: "The PSA answered that it had saved the change, but its answer does not hold it.",
  });
}

function notShown(): ApiError {
  return new ApiError({
    service: "psa",
    kind: "timeout",
    words: "The PSA accepted the change, but its units do not show it yet.",
  });
}

function disturbed(): ApiError {
  return new ApiError({
    service: "psa",
    kind: "conflict",
    words: "Somebody else changed the line while it was being written.",
  });
}
