import { firstUnpostedDay, type ServiceRecord, sellingPrice } from "./contract-service";

const record: ServiceRecord = {
  id: "8001",
  contractID: "7001",
  serviceID: "9001",
  unitPrice: "34.55",
  unitCost: "28.19",
  internalCurrencyUnitPrice: "34.55",
  internalCurrencyAdjustedPrice: "33.1234",
};

test.each<[string, Partial<ServiceRecord>, string | null, string]>([
  ["in the tenant's own currency it is told exactly", {}, null, "33.1234"],
  [
    "in another one the ratio of the list prices brings it back",
    { internalCurrencyUnitPrice: "31.786", internalCurrencyAdjustedPrice: "30.36" },
    "0.92",
    "33",
  ],
  [
    "a list price of zero has no ratio: the exchange rate",
    { unitPrice: "0", internalCurrencyUnitPrice: "0", internalCurrencyAdjustedPrice: "30.36" },
    "0.92",
    "33",
  ],
  [
    "a list price of zero in the tenant's own currency",
    { unitPrice: null, internalCurrencyUnitPrice: null, internalCurrencyAdjustedPrice: "12.5" },
    null,
    "12.5",
  ],
  ["given away", { internalCurrencyAdjustedPrice: "0" }, null, "0"],
])("the selling price: %s", (_, change, rate, expected) => {
  expect(sellingPrice({ ...record, ...change }, rate)).toBe(expected);
});

test("the first unposted day follows the last posted one, and is the contract's first when nothing is posted", () => {
  const agreement = { startDate: "2026-01-10" };
  const row = (to: string, posted: boolean) => ({ to, posted });
  expect(firstUnpostedDay(agreement, [])).toBe("2026-01-10");
  expect(firstUnpostedDay(agreement, [row("2026-09-09", false)])).toBe("2026-01-10");
  expect(
    firstUnpostedDay(agreement, [row("2026-08-31", true), row("2026-07-31", true), row("2026-09-30", false)]),
  ).toBe("2026-09-01");
});
