import { parseRetryAfter } from "./retry-after";

const now = new Date("2026-09-01T08:00:00Z");

test.each<[string | undefined, number | undefined]>([
  ["30", 30_000],
  [" 0 ", 0],
  ["Tue, 01 Sep 2026 08:01:30 GMT", 90_000],
  ["Tuesday, 01-Sep-26 08:01:30 GMT", 90_000],
  ["Tue Sep  1 08:01:30 2026 GMT", 90_000],
  ["Tue, 01 Sep 2026 07:00:00 GMT", 0],
  ["86400", 3_600_000],
  ["Fri, 01 Jan 2100 00:00:00 GMT", 3_600_000],
  ["99999999999999999999", 3_600_000],
  [undefined, undefined],
  ["", undefined],
  ["soon", undefined],
  ["-5", undefined],
  ["3.5", undefined],
  ["Tue, 99 Foo 2026", undefined],
])("%p asks for %p ms", (header, wait) => expect(parseRetryAfter(header, now)).toBe(wait));
