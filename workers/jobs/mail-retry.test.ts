import { HOUR, MINUTE, SECOND } from "@/lib/clock";
import { ApiError, type ApiErrorKind } from "@/lib/errors";
import { decideMailRetry, mailRetryLimit } from "./mail-retry";

const failed = (kind: ApiErrorKind, retryAfterMs?: number) =>
  new ApiError({ service: "Resend", kind, retryAfterMs });

describe("a mail that was not accepted", () => {
  it.each([
    "timeout",
    "unavailable",
    "unreadable",
    "rate_limited",
    "conflict",
    "unauthorised",
    "forbidden",
  ] as const)("is tried again when the provider was %s", (kind) => {
    expect(decideMailRetry(failed(kind), { attempt: 1, sinceFirstTryMs: 0 })).toMatchObject({ retry: true });
  });

  it.each([failed("rejected"), new TypeError("ours")])(
    "is given up when it will never be taken: %s",
    (error) => {
      expect(decideMailRetry(error, { attempt: 1, sinceFirstTryMs: 0 })).toMatchObject({ retry: false });
    },
  );

  it("waits longer each time, at most half an hour", () => {
    const waits = [1, 2, 3, 8, 500].map((attempt) => {
      const next = decideMailRetry(failed("unavailable"), { attempt, sinceFirstTryMs: 0 });
      return next.retry ? next.waitMs : null;
    });
    expect(waits).toEqual([15 * SECOND, 30 * SECOND, MINUTE, 30 * MINUTE, 30 * MINUTE]);
  });

  it("waits as long as the provider asks, within an hour", () => {
    const asked = (ms: number) =>
      decideMailRetry(failed("rate_limited", ms), { attempt: 1, sinceFirstTryMs: 0 });
    expect(asked(90 * SECOND)).toMatchObject({ waitMs: 90 * SECOND });
    expect(asked(48 * HOUR)).toMatchObject({ waitMs: HOUR });
  });

  it("is never tried after the time for which the provider knows its key", () => {
    const at = (sinceFirstTryMs: number) =>
      decideMailRetry(failed("unavailable"), { attempt: 60, sinceFirstTryMs }).retry;
    expect(at(mailRetryLimit - 31 * MINUTE)).toBe(true);
    expect(at(mailRetryLimit - 29 * MINUTE)).toBe(false);
  });
});
