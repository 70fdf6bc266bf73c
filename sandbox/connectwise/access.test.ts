import { createConnectWiseService } from "./service";
import { ids, tinySeed } from "./testing/tiny-seed";
import { goodHeaders, reasonOf, tinySite, wrongKeyHeaders } from "./testing/tiny-site";

const without = (name: string) =>
  Object.fromEntries(Object.entries(goodHeaders).filter(([key]) => key !== name));

test("discovery needs no keys and answers null for an unknown company", async () => {
  const { get } = tinySite();
  const known = await get("/login/companyinfo/Tiny", {});
  expect(known.body).toMatchObject({
    CompanyName: "Tiny MSP",
    Codebase: "v2025_1/",
    CompanyID: "tiny",
    IsCloud: true,
  });
  const unknown = await get("/login/companyinfo/nobody", {});
  expect([unknown.status, unknown.body]).toEqual([200, null]);
});

test("the codebase's own folder and v4_6_release lead to the API; an old folder does not after a move", async () => {
  const { get, settings } = tinySite();
  expect((await get("/v2025_1/apis/3.0/company/companies/count")).status).toBe(200);
  settings({ codebase: "v2025_2" });
  expect((await get("/v2025_1/apis/3.0/company/companies/count")).status).toBe(404);
  expect((await get("/v4_6_release/apis/3.0/company/companies/count")).status).toBe(200);
  expect((await get("/login/companyinfo/tiny", {})).body).toMatchObject({ Codebase: "v2025_2/" });
});

test.each([
  ["401", 401, "The API key or credentials are not valid."],
  ["403", 403, "Incorrect public/private key"],
  ["404", 404, "The endpoint does not exist."],
])("wrong keys on a site that answers %s", async (wrongKeys, status, message) => {
  const { get, settings } = tinySite();
  settings({ wrongKeys });
  const answer = await get("/company/companies", wrongKeyHeaders);
  expect([answer.status, reasonOf(answer)]).toEqual([status, message]);
});

test("no Authorization is a 401, no clientId a 403 or, where set so, a 401", async () => {
  const { get, settings } = tinySite();
  const unsigned = await get("/company/companies", without("authorization"));
  expect([unsigned.status, unsigned.body]).toEqual([
    401,
    { code: "ConnectWiseApi", message: "UserNotAuthenticated" },
  ]);
  expect((await get("/company/companies", without("clientid"))).status).toBe(403);
  expect((await get("/company/companies", { ...goodHeaders, clientid: "another" })).status).toBe(403);
  settings({ missingClientId: "401" });
  expect((await get("/company/companies", without("clientid"))).status).toBe(401);
});

test("system/info proves nothing about keys, unless the site is set so", async () => {
  const { get, settings } = tinySite();
  expect((await get("/system/info", wrongKeyHeaders)).body).toMatchObject({
    version: expect.stringContaining("v2025.1"),
  });
  settings({ systemInfoNeedsKeys: true });
  expect((await get("/system/info", wrongKeyHeaders)).status).toBe(401);
});

test("Accept may name a version with other types beside it, but must name JSON", async () => {
  const { get } = tinySite();
  for (const accept of ["application/vnd.connectwise.com+json; version=3.0.0, application/json", "*/*"])
    expect((await get("/company/companies/count", { ...goodHeaders, accept })).status).toBe(200);
  expect((await get("/company/companies/count", { ...goodHeaders, accept: "text/html" })).status).toBe(406);
});

const item = "/procurement/catalog";
const additions = `/finance/agreements/${ids.arrears}/additions`;

test("a request that must fail validation tells whether the right is there, and creates nothing", async () => {
  const { post, patch, settings, service } = tinySite();
  const probes = () =>
    Promise.all([post(item, {}), post(additions, {}), patch(`${item}/${ids.licence}`, [{}])]);
  expect((await probes()).map(({ status }) => status)).toEqual([400, 400, 400]);
  settings({ denied: ["catalog:add", "catalog:edit", "additions:add"] });
  const denied = await probes();
  expect(denied.map(({ status, body }) => [status, body])).toEqual(
    denied.map(() => [
      403,
      { code: "Security", message: "You do not have security permission to perform this action." },
    ]),
  );
  expect(service.entities?.list("catalog")).toHaveLength(3);
});

test("a missing right is told before a missing record", async () => {
  const { get, patch, settings } = tinySite();
  expect((await patch(`${item}/0`, [])).status).toBe(404);
  settings({ denied: ["catalog:edit", "companies:inquire"] });
  expect((await patch(`${item}/0`, [])).status).toBe(403);
  expect((await get("/company/companies")).status).toBe(403);
  expect((await get(item)).status).toBe(200);
});

test("the rate limit answers 429 in its own shape and recovers", async () => {
  const { get, settings, wait } = tinySite();
  settings({ rateLimit: { calls: 1, seconds: 30 } });
  expect((await get("/company/companies/count")).status).toBe(200);
  wait(10);
  const limited = await get("/company/companies/count");
  expect([limited.status, limited.headers["retry-after"], limited.body]).toEqual([
    429,
    "20",
    { error: "ConnectWiseAPI", message: "Too many requests. Please try again in 20 seconds." },
  ]);
  wait(20);
  expect((await get("/company/companies/count")).status).toBe(200);
});

test("errors are pretty-printed with CRLF, answers carry the API's own headers", async () => {
  const { service } = tinySite();
  const answer = await service.handle({
    method: "GET",
    path: "/nowhere",
    query: new URLSearchParams(),
    headers: {},
    body: "",
  });
  expect(answer.body).toBe(
    '{\r\n  "code": "ConnectWiseApi",\r\n  "message": "The endpoint does not exist."\r\n}',
  );
  expect(answer.headers).toMatchObject({
    "api-current-version": "2025.1",
    "x-cw-request-id": expect.any(String),
  });
});

test("stale reads: after a write so many reads still see the old record or list", async () => {
  const { get, post, patch, settings } = tinySite();
  settings({ staleReads: 2 });
  const idsOf = async () => Object((await get(`${additions}?fields=id`)).body);
  await post(additions, {
    product: { id: ids.licence },
    billCustomer: "Billable",
    effectiveDate: "2026-09-01",
  });
  expect([await idsOf(), await idsOf(), await idsOf()]).toEqual([
    [{ id: ids.oldLine }],
    [{ id: ids.oldLine }],
    [{ id: ids.oldLine }, { id: 901 }],
  ]);
  const name = async () => Object((await get(`${item}/${ids.licence}?fields=description`)).body).description;
  await patch(`${item}/${ids.licence}`, [{ op: "replace", path: "description", value: "New" }]);
  expect([await name(), await name(), await name()]).toEqual(["Licence", "Licence", "New"]);
});

test("settings are one object with defaults; what it does not know is refused", () => {
  const { service, settings } = tinySite();
  settings({ wrongKeys: "404" });
  expect(settings({ denied: ["catalog:add"] })).toMatchObject({ wrongKeys: "404", denied: ["catalog:add"] });
  expect(() => settings({ denied: ["catalogue:add"] })).toThrow("denied");
  expect(() => settings({ wrongKey: "404" })).toThrow("wrongKey");
  expect(service.settings?.current()).toMatchObject({ wrongKeys: "404", staleReads: 0 });
});

test("the site's day is never before the newest PRISM invoice, and can be set", async () => {
  const clock = { now: () => new Date("2026-08-05T00:00:00Z"), earliestDay: () => "2026-09-30" };
  const service = createConnectWiseService(tinySeed, clock);
  const status = () => Object(service.entities?.get("agreements", String(ids.ended))).agreementStatus;
  expect(status()).toBe("Expired");
  service.settings?.change({ today: "2026-08-31" });
  expect(status()).toBe("Active");
});
