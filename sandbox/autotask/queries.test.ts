import { ids, tinySeed } from "./testing/tiny-seed";
import { itemOf, itemsOf, reasonOf, tinyTenant, where } from "./testing/tiny-tenant";

const company = { ...tinySeed.companies[0], companyNumber: "", isActive: true };
const seed = {
  ...tinySeed,
  companies: [
    ...tinySeed.companies,
    ...Array.from({ length: 1203 }, (_, index) => ({
      ...company,
      id: 1000 + index,
      companyName: `Customer ${String(index).padStart(4, "0")}`,
      companyType: 1,
      phone: "555",
      webAddress: "",
      taxID: "",
      currencyID: 1,
    })),
  ],
};

let tenant: ReturnType<typeof tinyTenant>;
beforeEach(() => {
  tenant = tinyTenant(seed);
});

const everything = { filter: [{ op: "exist", field: "id" }] };
const search = (query: object) => `search=${encodeURIComponent(JSON.stringify(query))}`;
const details = (answer: { body: unknown }) => Object(Object(answer.body).pageDetails);
const names = async (query: object) =>
  itemsOf(await tenant.post("/Contracts/query", query)).map((one) => one.contractName);

test.each<[string, object, string[]]>([
  ["eq without regard to case", where("contractName", "eq", "monthly"), ["Monthly"]],
  ["noteq", where("contractType", "noteq", 7), ["Fixed price"]],
  ["gt a date", where("endDate", "gt", "2026-09-15"), ["Monthly", "Fixed price"]],
  ["gte a date with a time", where("endDate", "gte", "2026-12-31T00:00:00.000Z"), ["Monthly", "Fixed price"]],
  ["lt", where("endDate", "lt", "2026-10-01"), ["Ending"]],
  ["lte", where("id", "lte", ids.monthly), ["Monthly"]],
  ["beginsWith", where("contractName", "beginsWith", "End"), ["Ending"]],
  ["endsWith", where("contractName", "endsWith", "ice"), ["Fixed price"]],
  ["contains", where("contractName", "contains", "n"), ["Monthly", "Ending"]],
  ["exist", where("contractNumber", "exist"), ["Monthly"]],
  ["notExist", where("contractNumber", "notExist"), ["Ending", "Fixed price"]],
  ["in", where("id", "in", [ids.ending, ids.monthly]), ["Monthly", "Ending"]],
  ["notIn", where("id", "notIn", [ids.ending, ids.monthly]), ["Fixed price"]],
  ["nothing compares with null", where("contractNumber", "noteq", "M-2"), ["Monthly"]],
  [
    "all filters at the top",
    {
      filter: [...where("contractType", "eq", 7).filter, ...where("contractName", "contains", "ing").filter],
    },
    ["Ending"],
  ],
  [
    "groups in groups",
    {
      filter: [
        {
          op: "and",
          items: [
            { op: "eq", field: "companyID", value: ids.acme },
            {
              op: "or",
              items: [
                { op: "beginsWith", field: "contractNumber", value: "M-" },
                { op: "eq", field: "contractType", value: 3 },
              ],
            },
          ],
        },
      ],
    },
    ["Monthly", "Fixed price"],
  ],
  [
    "property names and operators in any case",
    { Filter: [{ Op: "BEGINSWITH", Field: "CONTRACTNAME", Value: "m" }], MaxRecords: 5 },
    ["Monthly"],
  ],
])("%s", async (_name, query, expected) => {
  expect(await names(query)).toEqual(expected);
  const got = await tenant.get(`/contracts/QUERY?${search(query)}`);
  expect(itemsOf(got).map((one) => one.contractName)).toEqual(expected);
  const counted = await tenant.post("/Contracts/query/count", query);
  expect(counted.body).toEqual({ queryCount: expected.length });
});

const terms = (count: number) => ({
  filter: [
    { op: "or", items: Array.from({ length: count }, (_, id) => ({ op: "eq", field: "id", value: id })) },
  ],
});

test.each<[string, unknown, RegExp]>([
  ["an empty filter", { filter: [] }, /^Invalid query syntax/],
  ["no filter", {}, /^Invalid query syntax/],
  ["an unknown operator", where("id", "like", 1), /^Invalid query syntax/],
  ["an unknown field", where("name", "eq", "x"), /^Unable to find name in the Contract Entity\.$/],
  [
    "a user-defined field that there is none of",
    { filter: [{ op: "eq", field: "Term", value: 1, udf: true }] },
    /Unable to find Term/,
  ],
  ["501 records", { ...everything, maxRecords: 501 }, /^Invalid query syntax/],
  ["no records", { ...everything, maxRecords: 0 }, /^Invalid query syntax/],
  ["501 terms", terms(501), /^Invalid query syntax\. Queries are limited to 500 or fewer 'OR' conditions\.$/],
  [
    "a value of another type",
    where("contractType", "eq", "material"),
    /^Conversion failed when converting varchar 'material' to data type int$/,
  ],
  ["an unknown field to include", { ...everything, includeFields: ["name"] }, /Unable to find name/],
  ["what is not JSON", "{", /not valid JSON/],
])("refuses %s", async (_name, query, reason) => {
  const answer = await tenant.post("/Contracts/query", query);
  expect(answer.status).toBe(500);
  expect(reasonOf(answer)).toMatch(reason);
});

test("500 terms are taken", async () => {
  expect((await tenant.post("/Contracts/query", terms(500))).status).toBe(200);
});

test("answers the included fields only", async () => {
  const query = { ...where("id", "eq", ids.monthly), includeFields: ["ID", "contractName"] };
  expect(itemsOf(await tenant.post("/Contracts/query", query))).toEqual([
    { id: ids.monthly, contractName: "Monthly", userDefinedFields: [] },
  ]);
});

test("an answer of one page names no other", async () => {
  const answer = await tenant.post("/Contracts/query", everything);
  expect(details(answer)).toEqual({ count: 3, requestCount: 500, prevPageUrl: null, nextPageUrl: null });
});

describe.each(["GET", "POST"])("%s goes from page to page", (method) => {
  const first = (query: object) =>
    method === "GET"
      ? tenant.get(`/Companies/query?${search(query)}`)
      : tenant.post("/Companies/query", query);
  const follow = (url: unknown, query: object) =>
    tenant.send(method, String(url), method === "GET" ? undefined : query);

  test("500 at a time, forth and back, each record once", async () => {
    const seen: unknown[] = [];
    let answer = await first(everything);
    seen.push(...itemsOf(answer).map((one) => one.id));
    while (details(answer).nextPageUrl !== null) {
      answer = await follow(details(answer).nextPageUrl, everything);
      seen.push(...itemsOf(answer).map((one) => one.id));
    }
    expect(details(answer)).toMatchObject({ count: 205, requestCount: 500 });
    expect(seen).toHaveLength(1205);
    expect(new Set(seen).size).toBe(1205);
    const back = await follow(details(answer).prevPageUrl, everything);
    expect(itemsOf(back).map((one) => one.id)).toEqual(seen.slice(500, 1000));
  });

  test("a record that goes meanwhile makes none be left out", async () => {
    const query = { ...where("companyType", "eq", 1), maxRecords: 3 };
    const page = await first(query);
    const [gone] = itemsOf(page);
    tenant.service.entities?.patch("companies", String(gone?.id), { companyType: 4 });
    const next = await follow(details(page).nextPageUrl, query);
    expect(itemsOf(next).map((one) => one.companyName)).toEqual([
      "Customer 0002",
      "Customer 0003",
      "Customer 0004",
    ]);
  });

  test("the page's address takes the same method only", async () => {
    const page = await first(everything);
    const other = method === "GET" ? "POST" : "GET";
    const answer = await tenant.send(other, String(details(page).nextPageUrl), everything);
    expect(answer.status).toBe(500);
  });
});

test("more than a page without the id is refused", async () => {
  const query = { ...everything, includeFields: ["companyName"] };
  expect(reasonOf(await tenant.post("/Companies/query", query))).toMatch(/includeFields must hold id/);
});

test("a record by its id, and null for one that is not there", async () => {
  expect(itemOf(await tenant.get(`/Contracts/${ids.monthly}`))).toMatchObject({
    contractName: "Monthly",
    endDate: "2026-12-31T00:00:00Z",
    billToCompanyID: null,
    userDefinedFields: [],
  });
  const missing = await tenant.get("/Contracts/99999");
  expect([missing.status, missing.body]).toEqual([200, { item: null }]);
});

test("children of a contract have the shape of a query's answer", async () => {
  const answer = await tenant.get(`/Contracts/${ids.monthly}/Services`);
  expect(itemsOf(answer)).toMatchObject([{ id: ids.oldLine, serviceID: ids.licence }]);
  expect(details(answer)).toMatchObject({ count: 1, nextPageUrl: null });
  expect(itemsOf(await tenant.get(`/Contracts/${ids.ending}/Services`))).toEqual([]);
  expect(itemOf(await tenant.get(`/Contracts/${ids.monthly}/Services/${ids.oldLine}`)).id).toBe(ids.oldLine);
  expect((await tenant.get(`/Contracts/${ids.ending}/Services/${ids.oldLine}`)).body).toEqual({ item: null });
  expect(itemsOf(await tenant.get(`/Contracts/${ids.monthly}/ServiceUnits`))).toHaveLength(12);
});

test("the price of a contract service is told in internal currency only", async () => {
  const abroad = { ...tinySeed, currencies: [{ id: 1, code: "NZD", exchangeRate: "0.9" }] };
  tenant = tinyTenant(abroad);
  await tenant.patch(`/Contracts/${ids.monthly}/Services`, { id: ids.oldLine, adjustedPrice: 30 });
  const query = where("contractID", "eq", ids.monthly);
  const [line] = itemsOf(await tenant.post("/ContractServices/query", query));
  expect(line).not.toHaveProperty("adjustedPrice");
  expect(line).toMatchObject({
    unitPrice: 34.55,
    internalCurrencyUnitPrice: 31.095,
    internalCurrencyAdjustedPrice: 27,
  });
});

test("a tenant without sku does not know the field", async () => {
  tenant.settings({ hasSku: false });
  const answer = await tenant.post("/Services/query", where("sku", "eq", "SKU-1"));
  expect(reasonOf(answer)).toBe("Unable to find sku in the Service Entity.");
  expect(itemOf(await tenant.get(`/Services/${ids.licence}`))).not.toHaveProperty("sku");
});
