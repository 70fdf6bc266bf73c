import { ids } from "./testing/tiny-seed";
import { itemOf, itemsOf, reasonOf, tinyTenant, where } from "./testing/tiny-tenant";

let tenant: ReturnType<typeof tinyTenant>;
beforeEach(() => {
  tenant = tinyTenant();
});

const idOf = (answer: { body: unknown }) => Number(Object(answer.body).itemId);

const contract = {
  companyID: ids.acme,
  contractName: "CSP annual",
  contractNumber: "CSP-1",
  contractType: 7,
  status: 1,
  startDate: "2026-08-31",
  endDate: "2027-08-30",
  contractPeriodType: 2,
  timeReportingRequiresStartAndStopTimes: 0,
};

const service = {
  name: "Premium",
  sku: "PREM",
  unitPrice: 34.55,
  unitCost: 28.19,
  periodType: 2,
  billingCodeID: ids.recurringCode,
};

describe("contracts", () => {
  test("are created, patched by the id in the body, and read back", async () => {
    const made = await tenant.post("/Contracts", contract);
    const id = idOf(made);
    expect(made.body).toEqual({ itemId: id });
    expect((await tenant.patch("/Contracts", { ID: id, ContractName: "Renamed" })).body).toEqual({
      itemId: id,
    });
    expect(itemOf(await tenant.get(`/Contracts/${id}`))).toMatchObject({
      contractName: "Renamed",
      contractNumber: "CSP-1",
      startDate: "2026-08-31T00:00:00Z",
    });
  });

  test("PUT makes null what it leaves out", async () => {
    const id = idOf(await tenant.post("/Contracts", { ...contract, description: "Gone soon" }));
    const { contractNumber: _number, ...rest } = contract;
    await tenant.put("/Contracts", { id, ...rest });
    expect(itemOf(await tenant.get(`/Contracts/${id}`))).toMatchObject({
      contractNumber: null,
      description: null,
    });
  });

  test.each<[string, object, string]>([
    ["without a name", { contractName: null }, "Missing Required Field: contractName."],
    ["without a period", { contractPeriodType: null }, "Missing Required Field: contractPeriodType."],
    [
      "of no company",
      { companyID: 5 },
      "Reference value on field: companyID of type: Company does not exist or is invalid.",
    ],
    [
      "of an unknown type",
      { contractType: 5 },
      "Value 5 is not a valid picklist value of field contractType.",
    ],
    [
      "that ends before it begins",
      { endDate: "2026-08-30" },
      "The Contract's endDate must be on or after its startDate.",
    ],
    [
      "with a type in words",
      { contractType: "material" },
      "Conversion failed when converting varchar 'material' to data type int",
    ],
    [
      "with too long a number",
      { contractNumber: "x".repeat(51) },
      "The value of field contractNumber exceeds its maximum length of 50.",
    ],
  ])("are refused %s", async (_name, change, reason) => {
    const answer = await tenant.post("/Contracts", { ...contract, ...change });
    expect([answer.status, reasonOf(answer)]).toEqual([500, reason]);
    expect(itemsOf(await tenant.post("/Contracts/query", where("contractNumber", "eq", "CSP-1")))).toEqual(
      [],
    );
  });

  test("need a category where the administrator says so", async () => {
    tenant.settings({ requireContractCategory: true });
    expect(reasonOf(await tenant.post("/Contracts", contract))).toBe(
      "Missing Required Field: contractCategory.",
    );
    expect((await tenant.post("/Contracts", { ...contract, contractCategory: 15 })).status).toBe(200);
  });

  test("keep their company and type", async () => {
    const answer = await tenant.patch("/Contracts", { id: ids.monthly, contractType: 3 });
    expect(reasonOf(answer)).toBe("Field contractType is read-only and cannot be changed.");
  });

  test("cannot be cut off before what is posted, and lose the units after a new end", async () => {
    const before = await tenant.patch("/Contracts", { id: ids.monthly, endDate: "2026-08-15" });
    expect(reasonOf(before)).toMatch(/approved and posted/);
    await tenant.patch("/Contracts", { id: ids.monthly, endDate: "2026-10-15" });
    const units = itemsOf(await tenant.get(`/Contracts/${ids.monthly}/ServiceUnits`));
    expect(units.map((one) => one.endDate)).toContain("2026-10-15T00:00:00Z");
    expect(units).toHaveLength(10);
  });

  test("a missing one cannot be patched", async () => {
    expect((await tenant.patch("/Contracts", { id: 1, contractName: "x" })).status).toBe(500);
  });
});

describe("services", () => {
  test("are created and found by their sku", async () => {
    const id = idOf(await tenant.post("/Services", service));
    const [found] = itemsOf(await tenant.post("/Services/query", where("sku", "eq", "PREM")));
    expect(found).toMatchObject({ id, name: "Premium", unitPrice: 34.55, isActive: true });
  });

  test("have a name of their own, whatever its case", async () => {
    const answer = await tenant.post("/Services", { ...service, name: "LICENCE" });
    expect(answer.status).toBe(500);
    expect(reasonOf(answer)).toMatch(/^Violation of UNIQUE KEY constraint 'IX_service'\. .*\(LICENCE\)/);
  });

  test.each([
    ["none", null, "Missing Required Field: billingCodeID."],
    [
      "an inactive one",
      ids.inactiveCode,
      "Reference value on field: billingCodeID of type: BillingCode does not exist or is invalid.",
    ],
    [
      "one of another use",
      ids.materialCode,
      "Reference value on field: billingCodeID of type: BillingCode does not exist or is invalid.",
    ],
  ])("with as billing code %s are refused", async (_name, billingCodeID, reason) => {
    expect(reasonOf(await tenant.post("/Services", { ...service, billingCodeID }))).toBe(reason);
  });

  test("on an older tenant lose their sku without a word", async () => {
    tenant.settings({ hasSku: false });
    const id = idOf(await tenant.post("/Services", service));
    tenant.settings({ hasSku: true });
    expect(itemOf(await tenant.get(`/Services/${id}`)).sku).toBeNull();
  });
});

test("companies need owner and phone", async () => {
  const answer = await tenant.post("/Companies", { companyName: "New", companyType: 1 });
  expect(reasonOf(answer)).toBe("Missing Required Field: ownerResourceID. | Missing Required Field: phone.");
  const made = await tenant.post("/Companies", {
    companyName: "New",
    companyType: 1,
    ownerResourceID: 4,
    phone: "5",
  });
  expect(itemOf(await tenant.get(`/Companies/${idOf(made)}`))).toMatchObject({
    companyName: "New",
    isActive: true,
  });
});
