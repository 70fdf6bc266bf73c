import { beginDay, beginOptions, chosenBegin } from "@/app/(portal)/programs/mapping/begin";

const october = { periodStart: "2026-10-01", periodEnd: "2026-10-31" };
const values = (facts: Parameters<typeof beginOptions>[0]) =>
  beginOptions(facts).map((option) => option.value);

describe("with which invoice a customer begins", () => {
  it("is the most recent or the next one, or a day that a person names", () => {
    expect(values({ newestInvoice: october, beginFrom: null })).toEqual([
      "recent:2026-10-01",
      "next:2026-11-01",
      "date",
    ]);
  });

  it("may stay as it is for a customer that is mapped", () => {
    expect(values({ newestInvoice: october, beginFrom: "2026-08-01" })[0]).toBe("keep:2026-08-01");
  });

  it("is not offered twice", () => {
    expect(values({ newestInvoice: october, beginFrom: "2026-10-01" })).toEqual([
      "keep:2026-10-01",
      "next:2026-11-01",
      "date",
    ]);
  });

  it("is for a person to say while no invoice is known", () => {
    expect(values({ newestInvoice: null, beginFrom: null })).toEqual(["date"]);
  });

  it("is asked anew when a sync is turned on", () => {
    expect(chosenBegin(null)).toBeUndefined();
    expect(chosenBegin({ beginFrom: "2026-08-01", enabled: false })).toBeUndefined();
    expect(chosenBegin({ beginFrom: "2026-08-01", enabled: true })).toBe("keep:2026-08-01");
  });

  test.each([
    ["recent:2026-10-01", null, { day: "2026-10-01" }],
    ["next:2026-11-01", null, { day: "2026-11-01" }],
    ["keep:2026-08-01", null, { day: "2026-08-01" }],
    ["date", "2026-09-15", { day: "2026-09-15" }],
    ["date", null, { problem: "missing" }],
    // An invoice has arrived after the page was shown, or somebody else began elsewhere.
    ["recent:2026-09-01", null, { problem: "changed" }],
    ["next:2026-10-01", null, { problem: "changed" }],
    ["keep:2026-07-01", null, { problem: "changed" }],
    ["recent:", null, { problem: "changed" }],
  ])("%s with %s is %o", (begin, beginDate, result) => {
    expect(beginDay({ begin, beginDate }, { newestInvoice: october, beginFrom: "2026-08-01" })).toEqual(
      result,
    );
  });

  it("crosses months and years by the calendar", () => {
    const december = { periodStart: "2027-12-01", periodEnd: "2027-12-31" };
    const february = { periodStart: "2028-02-01", periodEnd: "2028-02-29" };
    expect(values({ newestInvoice: december, beginFrom: null })).toContain("next:2028-01-01");
    expect(values({ newestInvoice: february, beginFrom: null })).toContain("next:2028-03-01");
  });
});
