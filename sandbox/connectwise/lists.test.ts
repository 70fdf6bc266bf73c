import { ids } from "./testing/tiny-seed";
import { goodHeaders, tinySite } from "./testing/tiny-site";

const idsOf = (body: unknown): number[] => (Array.isArray(body) ? body.map(({ id }) => id) : []);
const find = (conditions: string) => `conditions=${encodeURIComponent(conditions)}`;

function manyCompanies(count: number) {
  const site = tinySite();
  for (let index = 0; index < count; index += 1)
    site.service.entities?.create?.("companies", { identifier: `C${index}`, name: `Company ${index}` });
  return site;
}

const relations = (link: string | undefined): Record<string, URLSearchParams> =>
  Object.fromEntries(
    [...(link ?? "").matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, url, rel]) => [
      rel,
      new URL(url ?? "").searchParams,
    ]),
  );

test("a page holds 25 unless asked, and links to its neighbours", async () => {
  const site = manyCompanies(58);
  const first = await site.get("/company/companies?orderBy=id+asc");
  expect(first.body).toHaveLength(25);
  expect(Object.keys(relations(first.headers.link)).sort()).toEqual(["first", "last", "next"]);
  const second = await site.get(`/company/companies?${relations(first.headers.link).next}`);
  expect(second.body).toHaveLength(25);
  expect(Object.keys(relations(second.headers.link)).sort()).toEqual(["first", "last", "next", "prev"]);
  const third = await site.get(`/company/companies?${relations(second.headers.link).next}`);
  expect(third.body).toHaveLength(10);
  expect(Object.keys(relations(third.headers.link)).sort()).toEqual(["first", "last", "prev"]);
  expect(relations(third.headers.link).last?.get("page")).toBe("3");
  const seen = [first, second, third].flatMap(({ body }) => idsOf(body));
  expect(new Set(seen).size).toBe(60);
});

test("a page size above 1,000 is cut to 1,000 without a word, and a page past the end is empty", async () => {
  const site = manyCompanies(1100);
  expect((await site.get("/company/companies?pageSize=5000")).body).toHaveLength(1000);
  const past = await site.get("/company/companies?pageSize=1000&page=9");
  expect([past.status, past.body]).toEqual([200, []]);
});

test("forward-only pages go by the last id, ignore the page and refuse an order", async () => {
  const site = manyCompanies(4);
  const headers = { "pagination-type": "forward-only" };
  const forward = (query: string) => site.get(`/company/companies?${query}`, { ...goodHeaders, ...headers });
  const first = await forward("pageSize=3&page=2");
  expect(idsOf(first.body)).toEqual([ids.acme, ids.dormant, 12]);
  const next = relations(first.headers.link).next;
  expect(next?.get("pageId")).toBe("12");
  const last = await forward(`${next}`);
  expect(idsOf(last.body)).toEqual([13, 14, 15]);
  const empty = await forward(`${relations(last.headers.link).next}`);
  expect([empty.body, relations(empty.headers.link).next?.get("pageId")]).toEqual([[], "15"]);
  expect((await forward("pageSize=3&orderBy=name")).status).toBe(400);
});

test.each([
  ["/company/companies", 'name="acme"', [ids.acme]],
  ["/company/companies", "status/name = 'Active'", [ids.acme]],
  ["/company/companies", 'name contains "O\'Neill"', [ids.dormant]],
  ["/finance/agreements", `company/id=${ids.acme} and periodType = 'Future'`, [ids.advance, ids.quarterly]],
  [
    "/finance/agreements",
    "company/identifier = 'Acme' and type/name = 'Cloud' and endDate = null and billOneTimeFlag = True",
    [ids.oneTime],
  ],
  ["/finance/agreements", "nextInvoiceDate < [2026-09-01T00:00:00Z]", [ids.quarterly]],
  ["/procurement/catalog", "vendorSku = 'SKU-1'", [ids.licence]],
  ["/procurement/catalog", "identifier in ('LIC','BUNDLE')", [ids.licence, ids.bundle]],
  [
    `/finance/agreements/${ids.arrears}/additions`,
    "product/identifier = 'LIC' and cancelledDate = null",
    [ids.oldLine],
  ],
  [`/finance/agreements/${ids.advance}/additions`, "id > 0", []],
])("%s where %s", async (path, conditions, expected) => {
  const site = tinySite();
  expect(idsOf((await site.get(`${path}?${find(conditions)}`)).body)).toEqual(expected);
  expect((await site.get(`${path}/count?${find(conditions)}`)).body).toEqual({ count: expected.length });
});

test("blanks arrive as + or as %20", async () => {
  const site = tinySite();
  for (const blank of ["+", "%20"]) {
    const query = `conditions=name${blank}=${blank}%22Acme%22`;
    expect(idsOf((await site.get(`/company/companies?${query}`)).body)).toEqual([ids.acme]);
  }
});

test("child conditions and custom field conditions look at one member at a time", async () => {
  const site = tinySite();
  site.service.entities?.patch("additions", String(ids.oldLine), {
    customFields: [
      { id: 1, caption: "Subscription Id", value: "abc" },
      { id: 2, caption: "Note", value: "xyz" },
    ],
  });
  const additions = `/finance/agreements/${ids.arrears}/additions`;
  const custom = async (text: string) =>
    idsOf((await site.get(`${additions}?customFieldConditions=${encodeURIComponent(text)}`)).body);
  expect(await custom('caption="Subscription Id" AND value="abc"')).toEqual([ids.oldLine]);
  expect(await custom('caption="Subscription Id" AND value="xyz"')).toEqual([]);
  const types = async (text: string) =>
    idsOf((await site.get(`/company/companies?childConditions=${encodeURIComponent(text)}`)).body);
  expect(await types('types/name="Client"')).toEqual([ids.acme, ids.dormant]);
  expect(await types('types/name="Vendor"')).toEqual([]);
});

test("rows come in the order that is asked for", async () => {
  const site = tinySite();
  const order = async (orderBy: string) =>
    idsOf((await site.get(`/procurement/catalog?orderBy=${orderBy}`)).body);
  expect(await order("price+desc")).toEqual([ids.bundle, ids.licence, ids.backup]);
  expect(await order("inactiveFlag+desc,identifier")).toEqual([ids.backup, ids.bundle, ids.licence]);
});

test("fields choose members, also below references, and drop _info unless it is asked for", async () => {
  const site = tinySite();
  const one = (fields: string) => site.get(`/finance/agreements/${ids.arrears}?fields=${fields}`);
  expect((await one("id,name,company/id,currency/currencyCode")).body).toEqual({
    id: ids.arrears,
    name: "Arrears",
    company: { id: ids.acme },
    currency: { currencyCode: "AUD" },
  });
  expect((await one("id,_info")).body).toEqual({ id: ids.arrears, _info: expect.any(Object) });
});

test("unknown names are refused by name", async () => {
  const site = tinySite();
  const message = async (query: string) => (await site.get(`/finance/agreements?${query}`)).body;
  const refusal = (name: string) => ({
    code: "ApiFindCondition",
    message: `${name} is not a recognized name.`,
  });
  expect(await message("conditions=member/id=1")).toEqual(refusal("member/id"));
  expect(await message("conditions=company/colour='red'")).toEqual(refusal("company/colour"));
  expect(await message("orderBy=Name")).toEqual(refusal("Name"));
});
