import { ApiError, type ApiErrorKind } from "@/lib/errors";
import type { WriteLimits } from "@/workers/connectors/psa";
import type { Fault } from "../schedule/faults";
import { type CommonState, type Psa, Refusal, type Sender } from "../world/psa";
import type { Process, Steps } from "./steps";

const service = "The simulated PSA";

/** Autotask may take five times as long as ConnectWise to make a write, and to show it. */
const slowness = { connectwise: 1, autotask: 5 } as const;

/** Writes that are still on their way, with when they arrive. */
export type Landings = { at: number; land: () => void }[];

type Calls<State extends CommonState> = {
  steps: Steps;
  process: Process;
  psa: Psa<State>;
  kind: "connectwise" | "autotask";
  sender: Sender;
  landings: Landings;
};

export type WriteOf<State, T> = {
  operation: string;
  desired: unknown;
  change: (state: State) => { state: State; answer: T };
};

/** The calls of one run's connector: each is a step in which something may go wrong. */
export function psaCalls<State extends CommonState>(of: Calls<State>) {
  const { steps, process, psa, kind, sender, landings } = of;

  async function read<T>(says: string, look: (state: State) => T): Promise<T> {
    const fault = await steps.enter(process, "psa_read", says);
    if (fault?.on === "psa_read") {
      if (fault.kind === "stale") return look(psa.asOf(steps.now - fault.ms * slowness[kind] * 0.5));
      await fail(fault.kind, "ms" in fault ? fault.ms : undefined);
    }
    return look(psa.state);
  }

  async function write<T>(
    { operation, desired, change }: WriteOf<State, T>,
    limits: WriteLimits,
  ): Promise<T> {
    const begun = steps.now;
    const fault = await steps.enter(process, "psa_write", `${operation} ${JSON.stringify(desired)}`);
    // A request that was not sent within its limit is given up unsent.
    if (steps.now - begun > limits.timeoutMs) throw errorOf("timeout");
    const sentAt = steps.now;
    const make = (at: number) => psa.write({ sentAt, at, by: sender, operation, desired }, change);
    if (fault?.on !== "psa_write") return clear(() => make(sentAt));
    switch (fault.kind) {
      case "lost":
        quietly(() => make(sentAt));
        return timeOut(limits);
      case "late":
        landings.push({
          at: sentAt + fault.ms * slowness[kind],
          land: () => quietly(() => make(steps.now)),
        });
        return timeOut(limits);
      case "unsent":
        return timeOut(limits);
      case "reset":
        quietly(() => make(sentAt));
        return fail("unavailable");
      case "end_after":
        quietly(() => make(sentAt));
        steps.end(process);
        return steps.enter(process, "answer", "to nobody").then(() => timeOut(limits));
      case "rejected":
        return fail("rejected");
      case "rate_limited":
        return fail("rate_limited", fault.ms);
      default:
        return fail(fault.kind);
    }
  }

  /** The sender notices only when its time is over. */
  async function timeOut({ timeoutMs }: WriteLimits): Promise<never> {
    await steps.sleep(process, timeoutMs);
    throw errorOf("timeout");
  }

  return { read, write };
}

function clear<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) throw errorOf("rejected", { words: error.message });
    throw error;
  }
}

/** What the PSA refuses when nobody hears it, nobody hears. */
function quietly(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

type Failing = Extract<Fault, { on: "psa_read" | "psa_write" | "source" }>["kind"];

async function fail(kind: Failing, retryAfterMs?: number): Promise<never> {
  throw errorOf(apiErrorKindOf(kind), retryAfterMs === undefined ? {} : { retryAfterMs });
}

function apiErrorKindOf(kind: Failing): ApiErrorKind {
  switch (kind) {
    case "rejected":
    case "unauthorised":
    case "unavailable":
    case "unreadable":
    case "rate_limited":
      return kind;
    default:
      return "timeout";
  }
}

const statuses: Partial<Record<ApiErrorKind, number>> = {
  rejected: 400,
  unauthorised: 401,
  rate_limited: 429,
  unavailable: 503,
};

function errorOf(kind: ApiErrorKind, more: { retryAfterMs?: number; words?: string } = {}): ApiError {
  const status = statuses[kind];
  return new ApiError({ service, kind, ...(status !== undefined && { status }), ...more });
}
