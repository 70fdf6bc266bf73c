import fc from "fast-check";
import { ids } from "../testing/tiny-seed";
import { tinySite } from "../testing/tiny-site";
import type { Bill } from "./bill";
import type { BillAnswer } from "./bill-all";

type Line = {
  quantity?: number;
  unitPrice?: number;
  effectiveDate: string;
  cancelledDate?: string;
  billCustomer?: string;
};

function site() {
  const tiny = tinySite();
  const entities = tiny.service.entities;
  return {
    ...tiny,
    add: (agreementId: number, line: Line) =>
      entities?.create?.("additions", {
        agreementId,
        product: { id: ids.licence },
        billCustomer: "Billable",
        ...line,
      }),
    agreement: (id: number, change: object) => entities?.patch("agreements", String(id), change),
    nextInvoiceDate: (id: number): unknown => Object(entities?.get("agreements", String(id))).nextInvoiceDate,
    bill(request: object): BillAnswer {
      const answer = tiny.service.billing?.bill(request);
      return { invoices: [], skipped: [], ...Object(answer) };
    },
  };
}

const days = ({ lines }: Bill) =>
  lines.map(({ from, to, days, periodDays, amount }) => [from, to, days, periodDays, amount]);

test("in arrears: the month before nextInvoiceDate, by days, and the date moves on", () => {
  const { add, bill, nextInvoiceDate } = site();
  add(ids.arrears, { quantity: 25, unitPrice: 34.55, effectiveDate: "2026-09-11" });
  const { invoices, skipped } = bill({ agreementIds: [ids.arrears] });
  expect(skipped).toEqual([]);
  expect(invoices).toEqual([
    expect.objectContaining({
      agreementId: ids.arrears,
      companyName: "Acme",
      periodStart: "2026-09-01",
      periodEnd: "2026-09-30",
      total: "921.33",
      totalCost: "751.73",
    }),
  ]);
  expect(invoices.flatMap(days)).toEqual([
    ["2026-09-01", "2026-09-30", 30, 30, "345.50"],
    ["2026-09-11", "2026-09-30", 20, 30, "575.83"],
  ]);
  expect(nextInvoiceDate(ids.arrears)).toBe("2026-11-01T00:00:00Z");
  expect(bill({ agreementIds: [ids.arrears] }).invoices).toEqual([
    expect.objectContaining({ periodStart: "2026-10-01", periodEnd: "2026-10-31" }),
  ]);
});

test("in advance: the month that nextInvoiceDate begins; without prorating any day bills the whole", () => {
  const { add, bill } = site();
  add(ids.advance, { quantity: 2, unitPrice: 10, effectiveDate: "2026-10-31" });
  add(ids.advance, { quantity: 1, unitPrice: 5, effectiveDate: "2026-10-01", cancelledDate: "2026-10-01" });
  add(ids.advance, { quantity: 9, unitPrice: 9, effectiveDate: "2026-11-01" });
  expect(bill({ agreementIds: [ids.advance] }).invoices.flatMap(days)).toEqual([
    ["2026-10-31", "2026-10-31", 1, 31, "20.00"],
    ["2026-10-01", "2026-10-01", 1, 31, "5.00"],
  ]);
});

test("an ended line and its successor share no day, and the cancelled day is billed unless set otherwise", () => {
  const { add, bill, settings } = site();
  settings({ cancelledDate: "first_unbilled_day" });
  add(ids.quarterly, {
    quantity: 1,
    unitPrice: 92,
    effectiveDate: "2026-07-01",
    cancelledDate: "2026-08-01",
  });
  expect(bill({ agreementIds: [ids.quarterly] }).invoices.flatMap(days)).toEqual([
    ["2026-07-01", "2026-07-31", 31, 92, "31.00"],
  ]);
});

test("only Billable lines are billed, less what the agreement includes", () => {
  const { add, bill } = site();
  add(ids.arrears, { quantity: 3, unitPrice: 10, effectiveDate: "2026-09-01", billCustomer: "NoCharge" });
  add(ids.arrears, { quantity: 3, unitPrice: 10, effectiveDate: "2026-09-01", billCustomer: "DoNotBill" });
  add(ids.arrears, { quantity: 3, unitPrice: 10, effectiveDate: "2026-09-01", ...{ lessIncluded: 1 } });
  expect(
    bill({ agreementIds: [ids.arrears] }).invoices.flatMap(({ lines }) =>
      lines.map(({ quantity, amount }) => [quantity, amount]),
    ),
  ).toEqual([
    ["10", "345.50"],
    ["2", "20.00"],
  ]);
});

test("an agreement that ends within the period is billed to its last day, one that ended before is not", () => {
  const { agreement, bill, nextInvoiceDate } = site();
  agreement(ids.arrears, { endDate: "2026-09-15" });
  expect(bill({ agreementIds: [ids.arrears] }).invoices.flatMap(days)).toEqual([
    ["2026-09-01", "2026-09-15", 15, 30, "172.75"],
  ]);
  const again = bill({ agreementIds: [ids.arrears, ids.ended] });
  expect(again).toEqual({
    invoices: [],
    skipped: [
      {
        agreementId: ids.arrears,
        agreementName: "Arrears",
        reason: "it is not in force from 2026-10-01 to 2026-10-31",
      },
      {
        agreementId: ids.ended,
        agreementName: "Ended",
        reason: "it is not in force from 2026-09-01 to 2026-09-30",
      },
    ],
  });
  expect(nextInvoiceDate(ids.ended)).toBe("2026-10-01T00:00:00Z");
});

test("a cancelled agreement is not billed", () => {
  const { agreement, bill } = site();
  agreement(ids.arrears, { cancelledFlag: true });
  expect(bill({ agreementIds: [ids.arrears] }).skipped).toEqual([
    { agreementId: ids.arrears, agreementName: "Arrears", reason: "it is cancelled" },
  ]);
});

test("a one-time agreement is billed whole and once; it then takes nothing new", async () => {
  const { add, bill, post } = site();
  add(ids.oneTime, { quantity: 2, unitPrice: 100, effectiveDate: "2026-09-10", cancelledDate: "2027-09-09" });
  expect(bill({ agreementIds: [ids.oneTime] }).invoices).toEqual([
    expect.objectContaining({ total: "200.00" }),
  ]);
  expect(bill({ agreementIds: [ids.oneTime] }).skipped).toEqual([
    expect.objectContaining({ reason: "it is billed once, and was" }),
  ]);
  const late = await post(`/finance/agreements/${ids.oneTime}/additions`, {
    product: { id: ids.licence },
    billCustomer: "Billable",
    effectiveDate: "2026-10-01",
  });
  expect(late.status).toBe(400);
});

test("until bills every cycle that is due by then, and no other", () => {
  const { bill, nextInvoiceDate } = site();
  expect(bill({ agreementIds: [ids.arrears], until: "2026-09-30" }).invoices).toEqual([]);
  const { invoices } = bill({ agreementIds: [ids.arrears], until: "2026-12-01" });
  expect(invoices.map(({ periodStart }) => periodStart)).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
  expect(nextInvoiceDate(ids.arrears)).toBe("2027-01-01T00:00:00Z");
});

test("what is billed may not be changed any more", async () => {
  const { add, bill, patch } = site();
  add(ids.arrears, { quantity: 3, unitPrice: 10, effectiveDate: "2026-09-01" });
  const change = (quantity: number) =>
    patch(`/finance/agreements/${ids.arrears}/additions/901`, [
      { op: "replace", path: "quantity", value: quantity },
    ]);
  expect((await change(4)).status).toBe(200);
  bill({ agreementIds: [ids.arrears] });
  expect((await change(5)).status).toBe(400);
});

test("a request that makes no sense is refused in words", () => {
  const { bill } = site();
  expect(() => bill({ agreementIds: [7] })).toThrow("There is no agreement 7");
  expect(() => bill({ until: "tomorrow" })).toThrow("until");
  expect(() => bill({ agreements: [7] })).toThrow("agreements");
});

/** round half up of quantity × cents × days ÷ periodDays, in whole numbers. */
function roundedCents(quantity: number, priceInCents: number, billed: number, period: number): bigint {
  const numerator = BigInt(quantity) * BigInt(priceInCents) * BigInt(billed);
  return (2n * numerator + BigInt(period)) / (2n * BigInt(period));
}

test("every prorated amount is the exact fraction rounded half up", () => {
  const day = (number: number) => `2026-09-${String(number).padStart(2, "0")}`;
  const seed = 20260901;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 30 }),
      (quantity, priceInCents, first) => {
        const { add, bill, service } = site();
        service.entities?.remove?.("additions", String(ids.oldLine));
        add(ids.arrears, { quantity, unitPrice: priceInCents / 100, effectiveDate: day(first) });
        const [invoice] = bill({ agreementIds: [ids.arrears] }).invoices;
        const expected = roundedCents(quantity, priceInCents, 31 - first, 30);
        expect(BigInt((invoice?.total ?? "").replace(".", ""))).toBe(expected);
      },
    ),
    { seed, numRuns: 200 },
  );
});
