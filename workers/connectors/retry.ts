import { SECOND } from "@/lib/clock";
import { ApiError, type ApiErrorKind } from "@/lib/errors";

export type RetryDecision = {
  retry: boolean;
  /** For a person to read. */
  reason: string;
  /** 0 when it is not to be tried again. */
  waitMs: number;
};

/** How often a call is tried in all. Kinds with 1 need a person or another request, never patience. */
const tries: Record<ApiErrorKind, number> = {
  unauthorised: 1,
  forbidden: 1,
  not_found: 1,
  rejected: 1,
  conflict: 3,
  unreadable: 3,
  unavailable: 5,
  timeout: 5,
  rate_limited: 8,
};

const reasons: Record<ApiErrorKind, string> = {
  unauthorised: "the keys were refused",
  forbidden: "a permission is missing",
  not_found: "there is no such record",
  rejected: "the request was refused",
  conflict: "the record is in use",
  unreadable: "the answer could not be read",
  unavailable: "the service did not answer",
  timeout: "the answer took too long",
  rate_limited: "the service asked us to slow down",
};

const firstWait = 0.5 * SECOND;
const longestWait = 30 * SECOND;

/**
 * The one place that turns an error into "try again or not". `attempt` counts the tries already made, from 1.
 * Says nothing of whether repeating is safe: a write whose outcome is unknown is read back first.
 * What the service itself asked for is obeyed in full; else waits double from half a second to 30 seconds,
 * spread by `random` so that callers do not return together. Anything but an ApiError is a fault of ours: final.
 */
export function decideRetry(
  error: unknown,
  attempt: number,
  random: () => number = Math.random,
): RetryDecision {
  if (!(error instanceof ApiError))
    return { retry: false, reason: "something unexpected happened", waitMs: 0 };
  const reason = reasons[error.kind];
  if (attempt >= tries[error.kind]) return { retry: false, reason, waitMs: 0 };
  return { retry: true, reason, waitMs: waitFor(error, attempt, random) };
}

function waitFor(error: ApiError, attempt: number, random: () => number): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs + Math.round(random() * 0.25 * SECOND);
  const ceiling = Math.min(longestWait, firstWait * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random() / 2));
}
