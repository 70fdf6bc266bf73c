import { HOUR, MINUTE, SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";

/** The provider forgets an idempotency key after 24 hours; after that a repeated mail could arrive twice. */
export const mailRetryLimit = 23 * HOUR;

const firstWait = 15 * SECOND;
const longestWait = 30 * MINUTE;

export type MailRetry = { retry: true; reason: string; waitMs: number } | { retry: false; reason: string };

/**
 * What to do after the provider did not accept a mail. `attempt` counts from 1. Only a mail that is refused for what
 * it is (or a fault of ours) is given up at once: wrong keys and quotas are mended while it waits.
 */
export function decideMailRetry(
  error: unknown,
  tries: { attempt: number; sinceFirstTryMs: number },
): MailRetry {
  if (!(error instanceof ApiError)) return { retry: false, reason: "unexpected" };
  const reason = error.status ? `${error.kind} (${error.status})` : error.kind;
  if (error.kind === "rejected") return { retry: false, reason };
  const doubled = firstWait * 2 ** Math.min(tries.attempt - 1, 20);
  const waitMs = Math.max(Math.min(doubled, longestWait), Math.min(error.retryAfterMs ?? 0, HOUR));
  if (tries.sinceFirstTryMs + waitMs > mailRetryLimit) return { retry: false, reason: `${reason}, given up` };
  return { retry: true, reason, waitMs };
}
