import { formatDate, formatDateRange, formatMonth } from "@/lib/format/billing-date";
import { ageInDays, formatAge, formatDuration, formatInstant } from "@/lib/format/instant";

describe("billing dates", () => {
  test("are plain dates", () => {
    expect(formatDate("2026-09-05")).toBe("5 Sep 2026");
    expect(formatMonth("2026-10-01")).toBe("October 2026");
  });

  test.each([
    ["2026-10-01", "2026-10-31", "1–31 Oct 2026"],
    ["2026-09-28", "2026-10-27", "28 Sep – 27 Oct 2026"],
    ["2026-12-15", "2027-01-14", "15 Dec 2026 – 14 Jan 2027"],
    ["2026-10-01", "2026-10-01", "1 Oct 2026"],
    ["2026-10-15", null, "from 15 Oct 2026"],
  ])("%s to %s reads %s", (from, to, text) => {
    expect(formatDateRange(from, to)).toBe(text);
  });

  test("what is no date is shown as it stands", () => {
    expect(formatDate("31/10/2026")).toBe("31/10/2026");
    expect(formatDate("2026-13-01")).toBe("2026-13-01");
    expect(formatDateRange("soon", "2026-10-01")).toBe("soon – 1 Oct 2026");
  });
});

describe("instants", () => {
  const at = new Date("2026-11-01T19:03:00Z");

  test("are shown by the organisation's clock", () => {
    expect(formatInstant(at, "Australia/Brisbane")).toBe("2 Nov 2026, 05:03");
    expect(formatInstant(at, "Pacific/Auckland")).toBe("2 Nov 2026, 08:03");
    expect(formatInstant(at, "UTC")).toBe("1 Nov 2026, 19:03");
  });

  test("midnight is 00:00, not 24:00", () => {
    expect(formatInstant(new Date("2026-11-01T00:00:00Z"), "UTC")).toBe("1 Nov 2026, 00:00");
  });

  test("today and yesterday are those of the organisation", () => {
    const now = new Date("2026-11-02T10:00:00Z");
    expect(formatInstant(at, "Australia/Brisbane", now)).toBe("today, 05:03");
    expect(formatInstant(at, "UTC", now)).toBe("yesterday, 19:03");
    expect(formatInstant(new Date("2026-10-30T00:00:00Z"), "UTC", now)).toBe("30 Oct 2026, 00:00");
  });

  test("yesterday is the day before, also where a day had 23 hours", () => {
    const now = new Date("2026-10-04T13:30:00Z");
    expect(formatInstant(new Date("2026-10-03T13:40:00Z"), "Australia/Sydney", now)).toBe(
      "3 Oct 2026, 23:40",
    );
    expect(formatInstant(new Date("2026-10-03T14:10:00Z"), "Australia/Sydney", now)).toBe("yesterday, 00:10");
  });

  test.each([
    [30_000, "just now"],
    [60_000, "1 minute ago"],
    [59 * 60_000, "59 minutes ago"],
    [3 * 3_600_000, "3 hours ago"],
    [47 * 3_600_000, "47 hours ago"],
    [31 * 86_400_000, "31 days ago"],
  ])("%i ms reads %s", (ms, text) => {
    expect(formatAge(at, new Date(at.getTime() + ms))).toBe(text);
  });

  test("a clock that runs behind never says a negative age", () => {
    expect(formatAge(at, new Date(at.getTime() - 5000))).toBe("just now");
  });

  test("whole days", () => {
    expect(ageInDays(at, new Date(at.getTime() + 3 * 86_400_000 - 1))).toBe(2);
  });

  test.each([
    [400, "under 1 s"],
    [9_000, "9 s"],
    [72_000, "1 min 12 s"],
    [120_000, "2 min"],
    [7_500_000, "2 h 5 min"],
    [7_200_000, "2 h"],
  ])("a duration of %i ms reads %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
