import { differenceNotes, type ItemChange, itemValues, valuesAsText } from "@/components/sync/item-values";
import type { TimelineStep } from "@/db/schema";

const step = (
  from: string,
  to: string | null,
  quantity: string,
  unitPrice: string | null = "18.70",
): TimelineStep => ({
  from,
  to,
  quantity,
  unitCost: "15.00",
  unitPrice,
});

const item = (change: Partial<ItemChange>): ItemChange => ({
  key: "s:licence",
  outcome: "applied",
  before: null,
  after: null,
  currency: "AUD",
  ...change,
});

const texts = (change: Partial<ItemChange>) => itemValues(item(change)).map(valuesAsText);

describe("the values of a charge", () => {
  const september = { ...step("2026-09-01", "2026-09-30", "1", "120.50") };
  const october = { ...step("2026-10-01", "2026-10-31", "1", "99.00") };

  it("shows an amount for each period, and which of them is new", () => {
    expect(texts({ key: "c:azure", before: [september], after: [september, october] })).toEqual([
      "charge 1–30 Sep 2026; charge 1–31 Oct 2026",
      "$120.50 1–30 Sep 2026; new → $99.00 1–31 Oct 2026",
    ]);
  });

  it("shows nothing where nothing is posted", () => {
    expect(texts({ key: "line:i:3", before: [], after: [] })).toEqual(["", ""]);
  });
});

describe("the values of a subscription", () => {
  it.each<[string, TimelineStep[] | null, TimelineStep[] | null, string, string]>([
    [
      "seats from mid-month on",
      [step("2026-10-01", null, "22")],
      [step("2026-10-01", "2026-10-14", "22"), step("2026-10-15", null, "24.00")],
      "22 → 24 from 15 Oct 2026",
      "$18.70",
    ],
    ["a new line", [], [step("2026-10-01", null, "5")], "new → 5 from 1 Oct 2026", "$18.70"],
    [
      "a line that ends",
      [step("2026-10-01", null, "3")],
      [step("2026-10-01", "2026-10-31", "3")],
      "3 → ends after 31 Oct 2026",
      "$18.70",
    ],
    [
      "a line that pauses",
      [step("2026-10-01", null, "3")],
      [step("2026-10-01", "2026-10-09", "3"), step("2026-10-20", null, "3")],
      "3 → 0 10–19 Oct 2026",
      "$18.70",
    ],
    [
      "another price from a day on",
      [step("2026-10-01", null, "14", "33.00")],
      [step("2026-10-01", "2026-10-09", "14", "33.00"), step("2026-10-10", null, "14", "34.50")],
      "14",
      "$33.00 → $34.50 from 10 Oct 2026",
    ],
    [
      "a new line with two prices",
      [],
      [step("2026-10-01", "2026-10-09", "14", "33.00"), step("2026-10-10", null, "14", "34.50")],
      "new → 14 from 1 Oct 2026",
      "$33.00 1–9 Oct 2026; $34.50 from 10 Oct 2026",
    ],
    [
      "a new line with two quantities",
      [],
      [step("2026-10-01", "2026-10-09", "5"), step("2026-10-10", null, "7")],
      "new → 5 1–9 Oct 2026; 7 from 10 Oct 2026",
      "$18.70",
    ],
    ["a failed plan", [step("2026-10-01", null, "3")], null, "3", "$18.70"],
    ["a price that the PSA owns", [], [step("2026-10-01", null, "3", null)], "new → 3 from 1 Oct 2026", ""],
    ["nothing known", null, null, "", ""],
  ])("%s", (_name, before, after, quantity, price) => {
    expect(texts({ before, after })).toEqual([quantity, price]);
  });

  it.each([
    ["applied", undefined],
    ["planned", false],
    ["failed", false],
    ["held", false],
  ] as const)("of an item that was %s are marked as done or only meant", (outcome, done) => {
    const values = itemValues(item({ outcome, before: [], after: [step("2026-10-01", null, "5")] }));
    expect(values[0][0]?.done).toBe(done);
  });
});

it("a product shows its unit cost and unit price", () => {
  const before = { name: "Visio Plan 2", unitCost: "10.00", unitPrice: "12.5" };
  expect(texts({ before, after: { ...before, unitPrice: "13" } })).toEqual(["$10.00", "$12.50 → $13.00"]);
  expect(texts({ after: before })).toEqual(["new → $10.00", "new → $12.50"]);
  expect(texts({ before })).toEqual(["$10.00", "$12.50"]);
});

it.each([
  ["0.03", null, ["ConnectWise bills $0.03 more"]],
  ["-1.20", "0.00", ["ConnectWise bills $1.20 less"]],
  [null, "-0.02", ["cost there $0.02 less"]],
  ["0.00", null, []],
])("tells the difference to the invoice: price %s, cost %s", (priceDifference, costDifference, notes) => {
  expect(differenceNotes({ priceDifference, costDifference, currency: "AUD" }, "ConnectWise")).toEqual(notes);
});
