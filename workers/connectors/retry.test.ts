import { ApiError, type ApiErrorKind, apiErrorKinds } from "@/lib/errors";
import { decideRetry } from "./retry";

const failure = (kind: ApiErrorKind, retryAfterMs?: number) =>
  new ApiError({ service: "PSA", kind, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

function triesOf(kind: ApiErrorKind): number {
  let attempt = 1;
  while (decideRetry(failure(kind), attempt).retry) attempt += 1;
  return attempt;
}

test.each<[ApiErrorKind, number]>([
  ["unauthorised", 1],
  ["forbidden", 1],
  ["not_found", 1],
  ["rejected", 1],
  ["conflict", 3],
  ["unreadable", 3],
  ["unavailable", 5],
  ["timeout", 5],
  ["rate_limited", 8],
])("%s is tried %d times in all", (kind, tries) => expect(triesOf(kind)).toBe(tries));

test("every kind gives a reason in words, and one that is final waits for nothing", () => {
  for (const kind of apiErrorKinds) {
    expect(decideRetry(failure(kind), 1).reason).toMatch(/^[a-z ]+$/);
    expect(decideRetry(failure(kind), 100)).toMatchObject({ retry: false, waitMs: 0 });
  }
});

test("waits double from half a second, are spread over the upper half, and end at 30 seconds", () => {
  const waits = (random: number) =>
    [1, 2, 3, 4].map((attempt) => decideRetry(failure("unavailable"), attempt, () => random).waitMs);
  expect(waits(0)).toEqual([250, 500, 1000, 2000]);
  expect(waits(1)).toEqual([500, 1000, 2000, 4000]);
  expect(decideRetry(failure("rate_limited"), 7, () => 1).waitMs).toBe(30_000);
});

test("what the service asked for is obeyed in full, plus at most a quarter of a second", () => {
  expect(decideRetry(failure("rate_limited", 90_000), 1, () => 0).waitMs).toBe(90_000);
  expect(decideRetry(failure("unavailable", 90_000), 1, () => 1).waitMs).toBe(90_250);
  expect(decideRetry(failure("rate_limited", 0), 1, () => 0).waitMs).toBe(0);
});

test("a fault of our own is not tried again", () => {
  expect(decideRetry(new TypeError("oops"), 1)).toMatchObject({ retry: false, waitMs: 0 });
  expect(decideRetry("oops", 1).retry).toBe(false);
});
