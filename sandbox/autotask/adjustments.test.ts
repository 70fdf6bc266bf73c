import { ids } from "./testing/tiny-seed";
import { type Answer, itemsOf, reasonOf, tinyTenant, where } from "./testing/tiny-tenant";

let tenant: ReturnType<typeof tinyTenant>;
beforeEach(() => {
  tenant = tinyTenant();
});

const inSeptember = {
  contractID: ids.monthly,
  serviceID: ids.licence,
  unitChange: 3,
  effectiveDate: "2026-09-15T00:00:00.000Z",
};

async function openUnits(serviceID: number = ids.licence): Promise<unknown[]> {
  const answer = await tenant.post("/ContractServiceUnits/query", {
    filter: [
      { field: "contractID", op: "eq", value: ids.monthly },
      { field: "serviceID", op: "eq", value: serviceID },
      { field: "startDate", op: "gte", value: "2026-09-01" },
      { field: "startDate", op: "lte", value: "2026-10-31" },
    ],
  });
  return itemsOf(answer)
    .map(({ startDate, endDate, units, price, approveAndPostDate }) => [
      String(startDate).slice(0, 10),
      String(endDate).slice(0, 10),
      units,
      price,
      approveAndPostDate,
    ])
    .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
}

describe.each([
  ["at the root", "/ContractServiceAdjustments"],
  ["below the contract", `/Contracts/${ids.monthly}/ServiceAdjustments`],
])("an adjustment %s", (_where, path) => {
  test("changes the units from its day on and answers no id", async () => {
    const answer = await tenant.post(path, inSeptember);
    expect([answer.status, answer.body]).toEqual([200, { itemId: null }]);
    expect(await openUnits()).toEqual([
      ["2026-09-01", "2026-09-14", 10, 161.23, null],
      ["2026-09-15", "2026-09-30", 13, 239.55, null],
      ["2026-10-01", "2026-10-31", 13, 449.15, null],
    ]);
  });

  test("tells the write log contract, service, day and delta", async () => {
    const { written } = await tenant.post(path, inSeptember);
    expect(written).toEqual({
      entity: "ContractServiceAdjustments",
      contractID: ids.monthly,
      contractServiceID: ids.oldLine,
      serviceID: ids.licence,
      effectiveDate: "2026-09-15",
      unitChange: 3,
    });
  });
});

test("makes the contract service when the contract lacks it", async () => {
  await tenant.post("/ContractServiceAdjustments", {
    contractID: ids.monthly,
    serviceID: ids.backup,
    unitChange: 5,
    effectiveDate: "2026-09-01",
    adjustedUnitPrice: 4.5,
  });
  const [made] = itemsOf(await tenant.post("/ContractServices/query", where("serviceID", "eq", ids.backup)));
  expect(made).toMatchObject({ unitPrice: 4.9, internalCurrencyAdjustedPrice: 4.5 });
  expect(await openUnits(ids.backup)).toEqual([
    ["2026-09-01", "2026-09-30", 5, 22.5, null],
    ["2026-10-01", "2026-10-31", 5, 22.5, null],
  ]);
});

test("unitChange 0 with a price is a new price from its day on", async () => {
  await tenant.post("/ContractServiceAdjustments", {
    contractServiceID: ids.oldLine,
    unitChange: 0,
    effectiveDate: "2026-10-01",
    adjustedUnitPrice: 33,
  });
  expect(await openUnits()).toEqual([
    ["2026-09-01", "2026-09-30", 10, 345.5, null],
    ["2026-10-01", "2026-10-31", 10, 330, null],
  ]);
});

const outside =
  "ContractServiceAdjustment effectiveDate must be between the start date and end date of the Contract referenced by contractID.";

test.each<[string, object, string | RegExp]>([
  ["after the contract's end", { effectiveDate: "2027-01-01" }, outside],
  ["before its start", { effectiveDate: "2025-12-31" }, outside],
  ["below no units", { unitChange: -11 }, /negative/],
  ["in a posted period", { effectiveDate: "2026-08-15" }, /approved and posted/],
  [
    "on a fixed-price contract",
    { contractID: ids.fixedPrice },
    /a fixed-price contract takes no contract services/,
  ],
  ["of a service that is on the contract, as a repeated one", { allowRepeatService: true }, /already/],
  [
    "of an unknown service",
    { serviceID: 12345 },
    "Reference value on field: serviceID of type: Service does not exist or is invalid.",
  ],
  [
    "on an unknown contract",
    { contractID: 12345 },
    "Reference value on field: contractID of type: Contract does not exist or is invalid.",
  ],
  ["of neither service", { serviceID: null }, "Either contractServiceID or serviceID is required."],
  ["without a date", { effectiveDate: null }, "Missing Required Field: effectiveDate."],
  ["by half a unit", { unitChange: 0.5 }, "Conversion failed when converting varchar '0.5' to data type int"],
])("refuses an adjustment %s, and nothing changes", async (_name, change, reason) => {
  const before = await openUnits();
  const answer = await tenant.post("/ContractServiceAdjustments", { ...inSeptember, ...change });
  expect(answer.status).toBe(500);
  expect(answer).not.toHaveProperty("written", expect.anything());
  if (typeof reason === "string") expect(reasonOf(answer)).toBe(reason);
  else expect(reasonOf(answer)).toMatch(reason);
  expect(await openUnits()).toEqual(before);
});

test("refuses a second adjustment on one day, unless the tenant takes it", async () => {
  const again = (): Promise<Answer> => tenant.post("/ContractServiceAdjustments", inSeptember);
  await again();
  const second = await again();
  expect(second.status).toBe(500);
  expect(reasonOf(second)).toMatch(/^Attempt to insert duplicate data into contract_service_period/);
  tenant.settings({ sameDateAdjustments: "allowed" });
  expect((await again()).status).toBe(200);
  expect(await openUnits()).toContainEqual(["2026-10-01", "2026-10-31", 16, 552.8, null]);
});

test("a contract that is extended takes adjustments after its old end", async () => {
  const late = { ...inSeptember, contractID: ids.ending, effectiveDate: "2026-10-01" };
  expect(reasonOf(await tenant.post("/ContractServiceAdjustments", late))).toBe(outside);
  const extended = await tenant.patch("/Contracts", { id: ids.ending, endDate: "2027-06-30" });
  expect(extended.body).toEqual({ itemId: ids.ending });
  expect((await tenant.post("/ContractServiceAdjustments", late)).status).toBe(200);
});

test("reads may lag behind a write for a while", async () => {
  tenant.settings({ staleReads: 2 });
  const before = await openUnits();
  await tenant.post("/ContractServiceAdjustments", inSeptember);
  expect(await openUnits()).toEqual(before);
  expect(await openUnits()).toEqual(before);
  expect(await openUnits()).toHaveLength(3);
});
