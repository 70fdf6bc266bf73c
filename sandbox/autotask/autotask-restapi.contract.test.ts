import { AutotaskRestApi } from "@apigrate/autotask-restapi";
import { type Sandbox, startSandbox } from "../start";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ newestUsageMonth: "2026-08-01" });
});
afterEach(() => sandbox.stop());

/** The public client of npm, as it is. */
function api(overrides: Partial<Sandbox["endpoints"]["autotask"]> = {}): AutotaskRestApi {
  const { url, userName, secret, integrationCode } = { ...sandbox.endpoints.autotask, ...overrides };
  return new AutotaskRestApi(userName, secret, integrationCode, { base_url: url });
}

async function control(method: string, path: string, body?: unknown) {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.endpoints.control}${path}`, { method, ...text });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const eq = (field: string, value: unknown) => ({ op: "eq", field, value });
const everything = { filter: [{ op: "exist", field: "id" }] };

function itemsOf({ items }: Record<string, unknown>): Record<string, unknown>[] {
  if (!Array.isArray(items)) throw new Error("no items");
  return items;
}

/** A monthly contract with September 2026 open. */
async function monthlyContract(client: AutotaskRestApi): Promise<number> {
  const { itemId } = await client.Contracts.create({
    companyID: itemsOf(await client.Companies.query({ filter: [eq("companyType", 1)] }))[0]?.id,
    contractName: "Contract test",
    contractType: 7,
    contractPeriodType: 2,
    status: 1,
    startDate: "2026-09-01",
    endDate: "2027-08-31",
    timeReportingRequiresStartAndStopTimes: 0,
  });
  return Number(itemId);
}

async function newService(client: AutotaskRestApi): Promise<number> {
  const [code] = itemsOf(
    await client.BillingCodes.query({ filter: [eq("useType", 5), eq("isActive", true)], maxRecords: 1 }),
  );
  const { itemId } = await client.Services.create({
    name: "Contract test",
    sku: "CONTRACT-TEST",
    unitPrice: 34.55,
    unitCost: 28.19,
    periodType: 2,
    billingCodeID: code?.id,
  });
  return Number(itemId);
}

test("finds its zone, lists and counts companies, and reads the picklist of their types", async () => {
  const client = api();
  const { queryCount } = await client.Companies.count(everything);
  expect(queryCount).toBeGreaterThan(40);
  expect(itemsOf(await client.Companies.query(everything))).toHaveLength(Number(queryCount));
  expect(await client.Companies.fieldInfo()).toMatchObject({
    fields: expect.arrayContaining([
      expect.objectContaining({
        name: "companyType",
        picklistValues: expect.arrayContaining([expect.objectContaining({ value: "7", label: "Vendor" })]),
      }),
    ]),
  });
  expect(await client.Companies.udfInfo()).toEqual({ fields: [] });
});

test("a contract gets a service by an adjustment, and its units tell the quantity", async () => {
  const client = api();
  const [contractID, serviceID] = [await monthlyContract(client), await newService(client)];
  for (const [effectiveDate, unitChange] of [
    ["2026-09-01", 25],
    ["2026-09-15", 2],
  ])
    expect(
      await client.ContractServiceAdjustments.create(contractID, {
        contractID,
        serviceID,
        effectiveDate,
        unitChange,
      }),
    ).toEqual({ itemId: null });
  const units = itemsOf(
    await client.ContractServiceUnits.query({
      filter: [eq("contractID", contractID), { op: "lte", field: "startDate", value: "2026-10-01" }],
    }),
  );
  const rows = units.map(({ startDate, units, price }) => [String(startDate), units, price]);
  expect(rows.sort()).toEqual([
    ["2026-09-01T00:00:00Z", 25, 403.08],
    ["2026-09-15T00:00:00Z", 27, 497.52],
    ["2026-10-01T00:00:00Z", 27, 932.85],
  ]);
  const [line] = itemsOf(await client.ContractServices.query({ filter: [eq("contractID", contractID)] }));
  expect(line).toMatchObject({ serviceID, unitPrice: 34.55, internalCurrencyAdjustedPrice: 34.55 });
  expect(await control("GET", "/writes")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        service: "autotask",
        status: 200,
        entity: expect.objectContaining({
          contractID,
          serviceID,
          effectiveDate: "2026-09-15",
          unitChange: 2,
        }),
      }),
    ]),
  );
});

test("an adjustment whose answer is lost has taken effect all the same", async () => {
  const client = api();
  const [contractID, serviceID] = [await monthlyContract(client), await newService(client)];
  const heard = jest.spyOn(console, "error").mockImplementation(() => {});
  await control("POST", "/faults", {
    service: "autotask",
    method: "POST",
    path: `/Contracts/${contractID}/ServiceAdjustments`,
    effect: { kind: "lose_answer" },
  });
  const adjustment = { contractID, serviceID, effectiveDate: "2026-09-01", unitChange: 5 };
  await expect(client.ContractServiceAdjustments.create(contractID, adjustment)).rejects.toThrow();
  expect(heard).toHaveBeenCalled();
  heard.mockRestore();
  await expect(client.ContractServiceAdjustments.create(contractID, adjustment)).rejects.toMatchObject({
    status: 500,
    details: { errors: [expect.stringMatching(/^Attempt to insert duplicate data/)] },
  });
  const [first] = itemsOf(
    await client.ContractServiceUnits.query({ filter: [eq("contractID", contractID)] }),
  );
  expect(first?.units).toBe(5);
});

test("a contract is extended by its id in the body, and a missing one is null", async () => {
  const client = api();
  const id = await monthlyContract(client);
  expect(await client.Contracts.update({ id, endDate: "2028-08-31" })).toEqual({ itemId: id });
  expect(await client.Contracts.get(id)).toMatchObject({ item: { endDate: "2028-08-31T00:00:00Z" } });
  expect(await client.Contracts.get(999_999)).toEqual({ item: null });
});

test("a charge is created and deleted below its contract", async () => {
  const client = api();
  const contractID = await monthlyContract(client);
  const [code] = itemsOf(
    await client.BillingCodes.query({ filter: [eq("useType", 4), eq("isActive", true)] }),
  );
  const { itemId } = await client.ContractCharges.create(contractID, {
    name: "Usage",
    datePurchased: "2026-09-30",
    unitQuantity: 1,
    unitPrice: 120.5,
    unitCost: 99,
    chargeType: 1,
    billingCodeID: code?.id,
    isBillableToCompany: true,
    internalPurchaseOrderNumber: "prism:usage",
  });
  await control("POST", "/bill", { service: "autotask", contractIds: [contractID], until: "2026-09-30" });
  expect(
    itemsOf(await client.BillingItems.query({ filter: [eq("contractChargeID", itemId)] })),
  ).toMatchObject([{ contractID, quantity: 1, totalAmount: 120.5 }]);
  await expect(client.ContractCharges.delete(contractID, Number(itemId))).rejects.toMatchObject({
    status: 500,
    details: { errors: [expect.stringContaining("approved and posted")] },
  });
});

test("meets the refusals of keys, of threads and of a wrong method", async () => {
  await expect(api({ secret: "wrong" }).Companies.get(1)).rejects.toMatchObject({ status: 401 });
  await expect(api({ integrationCode: "X" }).Companies.get(1)).rejects.toMatchObject({
    status: 500,
    details: { errors: ["IntegrationCode is invalid."] },
  });
  await expect(api().BillingCodes.create({ name: "x" })).rejects.toMatchObject({
    status: 405,
    details: { Message: "The requested resource does not support http method 'POST'." },
  });
  await control("PATCH", "/settings", { autotask: { latencyMs: 200 } });
  const client = api();
  await client.Companies.get(1);
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => client.Companies.query(everything)));
  expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([
    expect.objectContaining({
      reason: expect.objectContaining({
        status: 429,
        details: { errors: ["API thread threshold of 3 threads has been exceeded"] },
      }),
    }),
  ]);
});
