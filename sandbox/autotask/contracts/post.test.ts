import type { Bill } from "./records";
import type { NewCharge } from "./requests";
import { ids, tinyBooks } from "./testing/tiny-books";

const charge = (contractID: number, datePurchased: string, rest: Partial<NewCharge> = {}): NewCharge => ({
  contractID,
  name: "Azure plan",
  description: null,
  datePurchased,
  unitQuantity: "1",
  unitPrice: "100.10",
  unitCost: "80.25",
  billingCodeID: 5,
  isBillableToCompany: true,
  status: 7,
  chargeType: 1,
  internalPurchaseOrderNumber: "ours:1",
  purchaseOrderNumber: null,
  notes: null,
  contractServiceID: null,
  ...rest,
});

const summary = ({ periodStart, periodEnd, lines, total, totalCost }: Bill) => ({
  period: `${periodStart}..${periodEnd}`,
  lines: lines.map((line) => [line.name, line.from, line.to, line.units, line.amount, line.cost].join(" ")),
  total,
  totalCost,
});

test("posts the next period: rows get their date, billing items and a bill come of them", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 10);
  books.adjust(ids.monthly, "2026-10-11", 3);
  const { bills, skipped } = books.ledger.post({ contractIds: [ids.monthly] });
  expect(skipped).toEqual([]);
  expect(bills.map(summary)).toEqual([
    {
      period: "2026-10-01..2026-10-31",
      lines: [
        "Premium 2026-10-01 2026-10-10 10 111.45 90.94",
        "Premium 2026-10-11 2026-10-31 13 304.26 248.25",
      ],
      total: "415.71",
      totalCost: "339.19",
    },
  ]);
  const [first, second, third] = books.rowsOf(ids.monthly);
  expect([first, second, third].map((row) => row?.approveAndPostDate)).toEqual([
    "2026-11-02",
    "2026-11-02",
    null,
  ]);
  expect(books.ledger.billingItems).toMatchObject([
    {
      contractServicePeriodID: first?.id,
      quantity: "10",
      rate: "34.55",
      totalAmount: "111.45",
      invoiceID: null,
    },
    { contractServicePeriodID: second?.id, quantity: "13", totalAmount: "304.26", postedDate: "2026-11-02" },
  ]);
  expect(books.ledger.bills).toEqual(bills);
});

test("each call posts one further period, `until` all that end by then", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-05", 1);
  const post = (until?: string) =>
    books.ledger.post({ contractIds: [ids.monthly], until }).bills.map((bill) => bill.periodStart);
  expect(post("2026-10-30")).toEqual([]);
  expect(post("2026-10-31")).toEqual(["2026-10-01"]);
  expect(post()).toEqual(["2026-11-01"]);
  expect(post("2027-01-31")).toEqual(["2026-12-01", "2027-01-01"]);
});

test("what is posted stays: earlier dates are refused, later ones are laid out after it", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 10);
  books.ledger.post({ contractIds: [ids.monthly] });
  expect(() => books.adjust(ids.monthly, "2026-10-31", 1)).toThrow("approved and posted");
  books.adjust(ids.monthly, "2026-11-01", 1);
  books.settings.adjustmentsInPostedPeriods = "allowed";
  books.adjust(ids.monthly, "2026-10-20", 4, { adjustedUnitPrice: "30" });
  expect(books.rowsOf(ids.monthly).slice(0, 2)).toMatchObject([
    { startDate: "2026-10-01", endDate: "2026-10-31", units: 10, price: "345.50" },
    { startDate: "2026-11-01", endDate: "2026-11-30", units: 15, price: "450.00" },
  ]);
});

test("a service that begins in a posted period is billed with the next one, for its own days", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 10);
  books.ledger.post({ contractIds: [ids.monthly] });
  books.adjust(ids.monthly, "2026-10-22", 2, { serviceID: ids.basic });
  const [bill] = books.ledger.post({ contractIds: [ids.monthly] }).bills;
  expect(bill && summary(bill).lines).toEqual([
    "Premium 2026-11-01 2026-11-30 10 345.50 281.90",
    "Basic 2026-10-22 2026-10-31 2 6.00 4.90",
    "Basic 2026-11-01 2026-11-30 2 18.60 15.18",
  ]);
});

test("a charge is billed once, in the period of its purchase or the next that is posted", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 1);
  books.ledger.post({ contractIds: [ids.monthly] });
  const late = books.ledger.addCharge(charge(ids.monthly, "2026-10-15"));
  books.ledger.addCharge(charge(ids.monthly, "2026-12-01", { unitQuantity: "2.5", unitPrice: "-3.33" }));
  books.ledger.addCharge(charge(ids.monthly, "2026-11-02", { isBillableToCompany: false }));
  const lines = () =>
    books.ledger
      .post({ contractIds: [ids.monthly] })
      .bills.flatMap((bill) =>
        bill.lines
          .filter((line) => line.chargeId !== null)
          .map((line) => [bill.periodStart, line.reference, line.units, line.amount, line.cost]),
      );
  expect(lines()).toEqual([["2026-11-01", "ours:1", "1", "100.10", "80.25"]]);
  expect(lines()).toEqual([["2026-12-01", "ours:1", "2.5", "-8.33", "200.63"]]);
  expect(lines()).toEqual([]);
  expect(books.ledger.charges.map((one) => one.isBilled)).toEqual([true, true, false]);
  expect(books.ledger.billingItems.find((item) => item.contractChargeID === late.id)).toMatchObject({
    contractServiceID: null,
    billingCodeID: 5,
    itemDate: "2026-10-15",
    totalAmount: "100.10",
  });
  expect(() => books.ledger.changeCharge(late.id, { unitPrice: "1" })).toThrow("approved and posted");
  expect(() => books.ledger.removeCharge(late.id)).toThrow("approved and posted");
});

test("a charge that is not posted can be changed and taken back", () => {
  const { ledger } = tinyBooks();
  const { id } = ledger.addCharge(charge(ids.fixed, "2026-10-15"));
  expect(ledger.changeCharge(id, { unitPrice: "12.00" })).toMatchObject({ id, unitPrice: "12.00" });
  ledger.removeCharge(id);
  expect(ledger.charges).toEqual([]);
  expect(() => ledger.removeCharge(id)).toThrow("ContractCharge");
  expect(() => ledger.addCharge(charge(77, "2026-10-15"))).toThrow("Contract does not exist");
});

test("a fixed-price contract bills its charges by the month", () => {
  const { ledger } = tinyBooks();
  ledger.addCharge(charge(ids.fixed, "2026-10-15", { unitPrice: "1000" }));
  expect(ledger.post({ contractIds: [ids.fixed] }).bills).toMatchObject([
    { periodStart: "2026-10-01", periodEnd: "2026-10-31", total: "1000.00" },
  ]);
});

test("what has nothing to post is skipped with the reason", () => {
  const books = tinyBooks();
  books.adjust(ids.inactive, "2026-10-01", 1);
  const request = { contractIds: [ids.inactive, ids.fixed] };
  expect(books.ledger.post(request).skipped.map((one) => [one.contractId, one.reason])).toEqual([
    [ids.inactive, "it is inactive"],
    [ids.fixed, "nothing is left to post"],
  ]);
  expect(books.ledger.post({ until: "2026-10-01" }).skipped.at(-1)?.reason).toBe(
    "nothing is left to post that ends by 2026-10-01",
  );
  expect(() => books.ledger.post({ contractIds: [77] })).toThrow("Contract does not exist");
});

describe("another end of the contract", () => {
  test("a later one takes the last units and price on, and splits no period", () => {
    const books = tinyBooks();
    books.extend(ids.monthly, "2026-10-15");
    books.adjust(ids.monthly, "2026-10-01", 2, { adjustedUnitPrice: "31" });
    expect(books.rowsOf(ids.monthly)).toMatchObject([{ endDate: "2026-10-15", price: "30.00" }]);
    expect(() => books.adjust(ids.monthly, "2026-10-16", 1)).toThrow("between the start date and end date");
    books.extend(ids.monthly, "2026-11-30");
    expect(books.rowsOf(ids.monthly)).toMatchObject([
      { startDate: "2026-10-01", endDate: "2026-10-31", units: 2, price: "62.00" },
      { startDate: "2026-11-01", endDate: "2026-11-30", units: 2, price: "62.00" },
    ]);
  });

  test("an earlier one cuts rows off; the changes after it do not come back", () => {
    const books = tinyBooks();
    books.adjust(ids.monthly, "2026-10-01", 10);
    books.adjust(ids.monthly, "2026-10-11", 5);
    books.extend(ids.monthly, "2026-10-10");
    books.extend(ids.monthly, "2027-07-31");
    expect(books.rowsOf(ids.monthly)[0]).toMatchObject({ endDate: "2026-10-31", units: 10 });
    books.adjust(ids.monthly, "2026-10-11", 1);
    expect(books.rowsOf(ids.monthly)[1]).toMatchObject({ startDate: "2026-10-11", units: 11 });
  });

  test("not before what is posted, nor before the start", () => {
    const books = tinyBooks();
    books.adjust(ids.monthly, "2026-10-01", 10);
    books.ledger.post({ contractIds: [ids.monthly] });
    expect(() => books.extend(ids.monthly, "2026-10-30")).toThrow("approved and posted");
    expect(() => books.extend(ids.quarterly, "2026-07-31")).toThrow("startDate");
  });

  test("a period that was posted to the old end is posted again for the rest of its days", () => {
    const books = tinyBooks();
    books.extend(ids.monthly, "2026-10-15");
    books.adjust(ids.monthly, "2026-10-01", 31, { adjustedUnitPrice: "1" });
    books.ledger.post({ contractIds: [ids.monthly] });
    expect(books.ledger.post({ contractIds: [ids.monthly] }).bills).toEqual([]);
    books.extend(ids.monthly, "2026-12-31");
    expect(books.ledger.post({ contractIds: [ids.monthly] }).bills).toMatchObject([
      { periodStart: "2026-10-01", periodEnd: "2026-10-31", total: "16.00" },
    ]);
  });
});

test("a price set on the contract service counts from the first day that is not posted", () => {
  const books = tinyBooks();
  const { id } = books.adjust(ids.monthly, "2026-10-01", 1);
  books.ledger.changeService(id, { adjustedPrice: "30", invoiceDescription: "Premium seats" });
  expect(books.rowsOf(ids.monthly)[0]?.price).toBe("30.00");
  books.ledger.post({ contractIds: [ids.monthly] });
  books.ledger.changeService(id, { adjustedPrice: "32" });
  expect(
    books
      .rowsOf(ids.monthly)
      .map((row) => row.price)
      .slice(0, 2),
  ).toEqual(["30.00", "32.00"]);
  books.adjust(ids.monthly, "2026-11-01", 1);
  expect(books.rowsOf(ids.monthly)[1]).toMatchObject({ units: 2, price: "64.00" });
  expect(books.ledger.contractServices).toMatchObject([
    { invoiceDescription: "Premium seats", adjustedPrice: "32" },
  ]);
});

test("the books go on from a snapshot", () => {
  const books = tinyBooks();
  books.adjust(ids.monthly, "2026-10-01", 10);
  books.ledger.addCharge(charge(ids.monthly, "2026-10-15"));
  books.ledger.post({ contractIds: [ids.monthly] });
  const other = tinyBooks();
  other.ledger.restore(JSON.parse(JSON.stringify(books.ledger.snapshot())));
  expect(other.ledger.snapshot()).toEqual(books.ledger.snapshot());
  other.adjust(ids.monthly, "2026-11-05", 1);
  books.adjust(ids.monthly, "2026-11-05", 1);
  expect(other.ledger.snapshot()).toEqual(books.ledger.snapshot());
  expect(() => other.ledger.restore({})).toThrow();
});
