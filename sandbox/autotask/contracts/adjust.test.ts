import { Refused } from "./refused";
import type { Adjustment } from "./requests";
import { ids, tinyBooks } from "./testing/tiny-books";

const rowsIn = (books: ReturnType<typeof tinyBooks>, until: string, contractID: number = ids.monthly) =>
  books
    .rowsOf(contractID)
    .filter((row) => row.startDate <= until)
    .map(({ startDate, endDate, units, price, cost }) => [startDate, endDate, units, price, cost]);

test("a service that is missing is made, with rows from the date to the contract's end", () => {
  const books = tinyBooks();
  const service = books.adjust(ids.monthly, "2026-10-18", 4);
  expect(service).toMatchObject({ unitPrice: "34.55", adjustedPrice: "34.55", unitCost: "28.19" });
  expect(rowsIn(books, "2026-11-30")).toEqual([
    ["2026-10-18", "2026-10-31", 4, "62.41", "50.92"],
    ["2026-11-01", "2026-11-30", 4, "138.20", "112.76"],
  ]);
  expect(books.rowsOf(ids.monthly).at(-1)).toMatchObject({ startDate: "2027-07-01", endDate: "2027-07-31" });
  expect(books.rowsOf(ids.monthly)).toHaveLength(10);
});

test("a change splits the row of its period and holds to the contract's end", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 10);
  const before = books.rowsOf(ids.monthly).map((row) => row.id);
  books.adjust(ids.monthly, "2026-10-11", 3);
  books.adjust(ids.monthly, "2026-11-01", -5);
  expect(rowsIn(books, "2026-12-01").map((row) => row.slice(0, 4))).toEqual([
    ["2026-10-01", "2026-10-10", 10, "111.45"],
    ["2026-10-11", "2026-10-31", 13, "304.26"],
    ["2026-11-01", "2026-11-30", 8, "276.40"],
    ["2026-12-01", "2026-12-31", 8, "276.40"],
  ]);
  const after = new Set(books.rowsOf(ids.monthly).map((row) => row.id));
  expect(before.filter((id) => !after.has(id))).toEqual([]);
  expect(books.rowsOf(ids.monthly).at(-1)?.units).toBe(8);
});

test("adjustments given out of order add up by their dates", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-20", 2);
  books.adjust(ids.monthly, "2026-10-10", 5);
  expect(rowsIn(books, "2026-10-31").map((row) => row.slice(0, 3))).toEqual([
    ["2026-10-10", "2026-10-19", 5],
    ["2026-10-20", "2026-10-31", 7],
  ]);
});

test("with no change of units a price counts from its date on, cost stays", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 10);
  books.adjust(ids.monthly, "2026-11-01", 0, { adjustedUnitPrice: "40" });
  const service = books.adjust(ids.monthly, "2026-10-16", 0, { adjustedUnitPrice: "33.00" });
  expect(rowsIn(books, "2026-11-30")).toEqual([
    ["2026-10-01", "2026-10-15", 10, "167.18", "136.40"],
    ["2026-10-16", "2026-10-31", 10, "170.32", "145.50"],
    ["2026-11-01", "2026-11-30", 10, "330.00", "281.90"],
  ]);
  expect(service).toMatchObject({ unitPrice: "34.55", adjustedPrice: "33.00" });
});

test("price and cost of a new service may be given, and a price may be negative", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 1, { adjustedUnitPrice: "-12.5", adjustedUnitCost: "-10" });
  expect(rowsIn(books, "2026-10-31")).toEqual([["2026-10-01", "2026-10-31", 1, "-12.50", "-10.00"]]);
});

test.each([
  [ids.quarterly, "2026-08-15", ["2026-08-15", "2026-10-31", 2, "58.58", "47.80"]],
  [ids.lastDays, "2026-09-15", ["2026-09-15", "2026-09-29", 2, "34.55", "28.19"]],
  [ids.yearly, "2026-08-01", ["2026-08-01", "2027-07-31", 2, "69.10", "56.38"]],
])("contract %s bills by its own periods", (contractID, date, row) => {
  const books = tinyBooks();
  books.adjust(contractID, date, 2);
  expect(rowsIn(books, date, contractID)).toEqual([row]);
});

test("units may drop to none; the rows stay", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 3);
  books.adjust(ids.monthly, "2026-10-21", -3);
  expect(rowsIn(books, "2026-11-01").map((row) => row.slice(0, 4))).toEqual([
    ["2026-10-01", "2026-10-20", 3, "66.87"],
    ["2026-10-21", "2026-10-31", 0, "0.00"],
    ["2026-11-01", "2026-11-30", 0, "0.00"],
  ]);
});

describe("what is refused changes nothing", () => {
  const window =
    "ContractServiceAdjustment effectiveDate must be between the start date and end date of the Contract referenced by contractID.";
  const cases: [name: string, adjustment: Partial<Adjustment>, text: string][] = [
    ["the day before the contract", { effectiveDate: "2026-07-31" }, window],
    ["the day after the contract", { effectiveDate: "2027-08-01" }, window],
    [
      "a date that has one",
      { effectiveDate: "2026-10-11" },
      "Attempt to insert duplicate data into contract_service_period",
    ],
    [
      "the date of the first",
      { effectiveDate: "2026-10-01" },
      "Attempt to insert duplicate data into contract_service_period",
    ],
    ["fewer units than there are", { unitChange: -8 }, "negative"],
    ["fewer than there are later on", { effectiveDate: "2026-10-05", unitChange: -8 }, "negative"],
    ["none to begin with", { serviceID: ids.basic, unitChange: -1 }, "negative"],
    ["half a unit", { unitChange: 0.5 }, "whole"],
    [
      "a contract that is not there",
      { contractID: 77 },
      "field: contractID of type: Contract does not exist",
    ],
    ["a service that is not there", { serviceID: 77 }, "field: serviceID of type: Service does not exist"],
    ["no service at all", { serviceID: undefined }, "field: serviceID of type: Service does not exist"],
    ["a contract service that is not there", { contractServiceID: 77 }, "field: contractServiceID"],
    [
      "a fixed-price contract",
      { contractID: ids.fixed },
      "a fixed-price contract takes no contract services",
    ],
  ];

  test.each(cases)("%s", (_, adjustment, text) => {
    const books = tinyBooks();
    books.adjust(ids.monthly, "2026-10-01", 10);
    books.adjust(ids.monthly, "2026-10-11", -3);
    const before = books.ledger.snapshot();
    const attempt = () => books.adjust(ids.monthly, "2026-10-20", 1, adjustment);
    expect(attempt).toThrow(Refused);
    expect(attempt).toThrow(text);
    expect(books.ledger.snapshot()).toEqual(before);
  });

  test("a contract service of another contract", () => {
    const books = tinyBooks();
    const { id } = books.adjust(ids.quarterly, "2026-10-01", 10);
    expect(() => books.adjust(ids.monthly, "2026-10-20", 1, { contractServiceID: id })).toThrow(
      "contractServiceID",
    );
  });
});

test("where the tenant allows it, two adjustments of one date are one row", () => {
  const books = tinyBooks();
  books.settings.sameDateAdjustments = "allowed";
  books.adjust(ids.monthly, "2026-10-01", 10);
  books.adjust(ids.monthly, "2026-10-01", 2, { adjustedUnitPrice: "30" });
  expect(rowsIn(books, "2026-10-31")).toEqual([["2026-10-01", "2026-10-31", 12, "360.00", "338.28"]]);
});

test("one service is on a contract twice only if both the adjustment and the tenant say so", () => {
  const books = tinyBooks();
  const first = books.adjust(ids.monthly, "2026-10-01", 10);
  const second = books.adjust(ids.monthly, "2026-10-01", 4, {
    allowRepeatService: true,
    adjustedUnitPrice: "30",
  });
  expect(second.id).not.toBe(first.id);
  expect(books.adjust(ids.monthly, "2026-10-05", 1).id).toBe(first.id);
  expect(books.adjust(ids.monthly, "2026-10-05", 1, { contractServiceID: second.id }).id).toBe(second.id);
  books.settings.allowRepeatService = false;
  expect(() => books.adjust(ids.monthly, "2026-10-09", 1, { allowRepeatService: true })).toThrow("already");
  expect(books.adjust(ids.quarterly, "2026-10-09", 1, { allowRepeatService: true }).contractID).toBe(
    ids.quarterly,
  );
});

test("a contract service without units gets its rows from its first adjustment", () => {
  const books = tinyBooks();
  const added = { contractID: ids.monthly, serviceID: ids.premium, adjustedPrice: "30.00" };
  const { id } = books.ledger.addService(added);
  expect(books.rowsOf(ids.monthly)).toEqual([]);
  books.adjust(ids.monthly, "2026-10-01", 2);
  expect(rowsIn(books, "2026-10-31")).toEqual([["2026-10-01", "2026-10-31", 2, "60.00", "56.38"]]);
  expect(books.ledger.contractServices.map((service) => service.id)).toEqual([id]);
  books.settings.allowRepeatService = false;
  expect(() => books.ledger.addService(added)).toThrow("already");
});
