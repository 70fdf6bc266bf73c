import { ids } from "./testing/tiny-seed";
import { itemOf, itemsOf, tinyTenant, where } from "./testing/tiny-tenant";

let tenant: ReturnType<typeof tinyTenant>;
beforeEach(() => {
  tenant = tinyTenant();
});

function person() {
  const { entities } = tenant.service;
  if (!entities?.create || !entities.remove) throw new Error("no entities");
  return { ...entities, create: entities.create, remove: entities.remove };
}

test("a person changes units without a trace in the write log", async () => {
  person().create("adjustments", {
    contractID: ids.monthly,
    serviceID: ids.licence,
    unitChange: -4,
    effectiveDate: "2026-09-01",
  });
  const query = {
    filter: [
      ...where("contractServiceID", "eq", ids.oldLine).filter,
      ...where("startDate", "eq", "2026-09-01").filter,
    ],
  };
  expect(itemsOf(await tenant.post("/ContractServiceUnits/query", query))).toMatchObject([{ units: 6 }]);
});

test("a person ends and renames a contract", async () => {
  expect(
    person().patch("contracts", String(ids.monthly), {
      endDate: "2026-11-30",
      contractName: "Till November",
    }),
  ).toMatchObject({
    endDate: "2026-11-30T00:00:00Z",
  });
  expect(itemOf(await tenant.get(`/Contracts/${ids.monthly}`)).contractName).toBe("Till November");
  expect(itemsOf(await tenant.get(`/Contracts/${ids.monthly}/ServiceUnits`))).toHaveLength(11);
});

test("a person sees new units at once, also while the API's reads lag behind", () => {
  tenant.settings({ staleReads: 5 });
  person().create("contractServices", { contractID: ids.ending, serviceID: ids.backup });
  expect(person().list("contractServices")).toHaveLength(2);
});

test("a person makes and edits billing codes, which the API cannot", async () => {
  const made = person().create("billingCodes", { name: "New", useType: 5, isActive: true });
  const { id } = Object(made);
  person().patch("billingCodes", String(id), { isActive: false });
  expect(itemOf(await tenant.get(`/BillingCodes/${id}`))).toMatchObject({ name: "New", isActive: false });
  person().remove("billingCodes", String(id));
  expect((await tenant.get(`/BillingCodes/${id}`)).body).toEqual({ item: null });
});

test("a person deletes what nothing needs any more", async () => {
  const made = person().create("contractServices", { contractID: ids.ending, serviceID: ids.backup });
  expect(() => person().remove("services", String(ids.backup))).toThrow("in use by a ContractService");
  person().remove("contractServices", String(Object(made).id));
  person().remove("services", String(ids.backup));
  person().remove("contracts", String(ids.ending));
  expect(itemsOf(await tenant.post("/Contracts/query", where("id", "exist")))).toHaveLength(2);
  expect(() => person().remove("contractServices", String(ids.oldLine))).toThrow("approved and posted");
});

test.each<[string, () => unknown, string]>([
  ["an unknown kind", () => person().list("tickets"), "there are companies, contracts"],
  ["an unknown record", () => person().patch("companies", "5", {}), "There is no 5 among the companies"],
  ["an unknown member", () => person().patch("companies", String(ids.acme), { colour: 1 }), "has no colour"],
  [
    "a value of another type",
    () => person().patch("companies", String(ids.acme), { companyType: "x" }),
    "Conversion failed",
  ],
  ["a change of units rows", () => person().create("contractServiceUnits", {}), "A person cannot do this"],
])("%s is refused with what would do", (_name, edit, words) => {
  expect(edit).toThrow(words);
});
