import { parsePlainDate } from "./plain-date";

test.each([
  ["2026-08-01", "2026-08-01"],
  ["2026-08-01T00:00:00Z", "2026-08-01"],
  ["2026-08-31T23:59:59.9999999+10:00", "2026-08-31"],
  ["2026-08-31 00:00:00", "2026-08-31"],
  ["2024-02-29T00:00:00-11:00", "2024-02-29"],
  ["2000-02-29", "2000-02-29"],
])("%s is the date %s, as written", (text, date) => expect(parsePlainDate(text)).toBe(date));

test.each(["2026-02-31T00:00", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-08-00"])(
  "%s is no day of the calendar",
  (text) => expect(parsePlainDate(text)).toBeNull(),
);

test.each(["", "01/08/2026", "2026-8-1", "20260801", "2026-08-01x", "yesterday"])("%p is no date", (text) =>
  expect(parsePlainDate(text)).toBeNull(),
);
