import { HOUR, SECOND } from "@/lib/clock";

const longest = 1 * HOUR;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds: whole seconds or an HTTP date (RFC 9110, 10.2.3).
 * A date in the past is 0; more than an hour is cut to one; undefined when there is none or it cannot be read.
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * SECOND : waitUntil(text, now);
  return wait === undefined ? undefined : Math.min(longest, Math.max(0, wait));
}

function waitUntil(text: string, now: Date): number | undefined {
  // Only HTTP dates begin with the name of a day: Date.parse alone would also take "-5" or "3.5".
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at - now.getTime();
}
