import { ids } from "./testing/tiny-seed";
import { goodHeaders, itemsOf, reasonOf, tinyTenant, where } from "./testing/tiny-tenant";

let tenant: ReturnType<typeof tinyTenant>;
beforeEach(() => {
  tenant = tinyTenant();
});

const everything = where("id", "exist");
const user = "user=api-user@sandbox.example";

describe("discovery", () => {
  test("names this very server, without keys and whatever the case of the path", async () => {
    for (const path of ["/ATServicesRest/V1.0/ZoneInformation", "/atservicesrest/v1.0/zoneinformation"])
      expect((await tenant.send("GET", `${path}?${user}`, undefined, { host: "psa.example" })).body).toEqual({
        zoneName: "Sandbox",
        url: "http://psa.example/ATServicesRest/",
        webUrl: "http://psa.example/",
        ci: 12345,
      });
  });

  test("does not know other users", async () => {
    const answer = await tenant.get("/ZoneInformation?user=nobody@example.com");
    expect([answer.status, reasonOf(answer)]).toEqual([500, "Zone information could not be determined"]);
  });

  test("after a move the old zone takes the keys no longer", async () => {
    tenant.settings({ zone: 3 });
    expect((await tenant.get("/Companies/1")).status).toBe(401);
    const { url } = Object((await tenant.get(`/ZoneInformation?${user}`)).body);
    expect(url).toBe("http://psa.example/zone3/ATServicesRest/");
    expect((await tenant.get(`${url}V1.0/Companies/1`)).status).toBe(200);
  });

  test("tells versions", async () => {
    expect((await tenant.get("/ATServicesRest/VersionInformation", {})).status).toBe(200);
    expect((await tenant.get("/Version", {})).status).toBe(200);
  });
});

describe("keys", () => {
  test.each([
    ["no integration code", { apiintegrationcode: undefined }, 500, "IntegrationCode is invalid."],
    ["another integration code", { apiintegrationcode: "X" }, 500, "IntegrationCode is invalid."],
    ["another secret", { secret: "x" }, 401, "undefined"],
    ["another user", { username: "someone@example.com" }, 401, "undefined"],
    ["someone to impersonate", { impersonationresourceid: "4" }, 200, "undefined"],
  ])("%s", async (_name, change, status, reason) => {
    const answer = await tenant.get("/Companies/1", { ...goodHeaders, ...change });
    expect([answer.status, reasonOf(answer)]).toEqual([status, reason]);
  });
});

test.each([
  ["GET", "/Companies"],
  ["DELETE", "/Companies/20"],
  ["POST", "/ContractServices"],
  ["PATCH", "/ContractServices"],
  ["POST", "/ContractServiceUnits"],
  ["GET", "/ContractServiceAdjustments"],
  ["GET", `/Contracts/${ids.monthly}/ServiceAdjustments`],
  ["DELETE", `/Contracts/${ids.monthly}/Services/${ids.oldLine}`],
  ["POST", `/Contracts/${ids.monthly}/ServiceUnits`],
  ["PATCH", `/Contracts/${ids.monthly}`],
  ["POST", "/BillingItems"],
  ["POST", "/BillingCodes"],
  ["POST", "/Companies/entityInformation"],
])("%s %s is no method of the API", async (method, path) => {
  const answer = await tenant.send(method, path, {});
  expect([answer.status, answer.body]).toEqual([
    405,
    { Message: `The requested resource does not support http method '${method}'.` },
  ]);
});

test.each(["/Tickets/query", "/ContractCharges/query", "/Contracts/700/Rates", "/V2.0/Companies/1"])(
  "%s is nowhere",
  async (path) => {
    expect((await tenant.post(path, everything)).status).toBe(404);
  },
);

test.each<[string, string, string, string, object]>([
  ["Companies:read", "POST", "/Companies/query", "query", everything],
  ["Contracts:update", "PATCH", "/Contracts", "update", { id: 1 }],
  ["ContractServiceAdjustments:create", "POST", "/ContractServiceAdjustments", "create", {}],
  ["ContractCharges:delete", "DELETE", `/Contracts/${ids.fixedPrice}/Charges/1`, "delete", {}],
])(
  "without the right %s the call is refused before it is looked at",
  async (right, method, path, verb, body) => {
    tenant.settings({ denied: [right] });
    const answer = await tenant.send(method, path, body);
    expect([answer.status, reasonOf(answer)]).toEqual([
      500,
      `The logged in Resource does not have the adequate permissions to ${verb} this entity type.`,
    ]);
  },
);

test("settings that do not exist are refused", () => {
  expect(() => tenant.settings({ denied: ["Tickets:read"] })).toThrow("denied[0]");
  expect(() => tenant.settings({ speed: 9 })).toThrow("speed");
});

describe("entityInformation", () => {
  test("fields name their picklists' values as text", async () => {
    const { body } = await tenant.get("/Contracts/entityInformation/fields");
    const fields: unknown[] = Object(body).fields;
    expect(fields).toContainEqual(
      expect.objectContaining({
        name: "contractType",
        isRequired: true,
        isPickList: true,
        picklistValues: expect.arrayContaining([
          expect.objectContaining({ value: "7", label: "Recurring Service", isActive: true }),
        ]),
      }),
    );
    expect(fields).toContainEqual(expect.objectContaining({ name: "contractPeriodType", isReadOnly: true }));
    expect(fields).toContainEqual(
      expect.objectContaining({ name: "companyID", isReference: true, referenceEntityType: "Company" }),
    );
  });

  test("tells what can be done, and that there are no user-defined fields", async () => {
    expect((await tenant.get("/ContractServiceUnits/entityInformation")).body).toMatchObject({
      info: { canCreate: false, canQuery: true },
    });
    expect((await tenant.get(`/Contracts/1/Charges/entityInformation`)).body).toMatchObject({
      info: { name: "ContractCharge", canDelete: true },
    });
    expect((await tenant.get("/Companies/entityInformation/userDefinedFields")).body).toEqual({ fields: [] });
  });

  test("sku and the required category are as the tenant has them", async () => {
    tenant.settings({ hasSku: false, requireContractCategory: true });
    const names = Object((await tenant.get("/Services/entityInformation/fields")).body).fields;
    expect(names).not.toContainEqual(expect.objectContaining({ name: "sku" }));
    expect(Object((await tenant.get("/Contracts/entityInformation/fields")).body).fields).toContainEqual(
      expect.objectContaining({ name: "contractCategory", isRequired: true }),
    );
  });
});

test("everything is there again after a restart", async () => {
  await tenant.patch("/Contracts", { id: ids.monthly, description: "Kept" });
  tenant.settings({ hasSku: false });
  const other = tinyTenant();
  other.service.restore(JSON.parse(JSON.stringify(tenant.service.snapshot())));
  for (const path of ["/Contracts/query", "/ContractServiceUnits/query", "/BillingItems/query"])
    expect(itemsOf(await other.post(path, everything))).toEqual(itemsOf(await tenant.post(path, everything)));
  expect(other.service.settings?.current()).toMatchObject({ hasSku: false });
});

test("a state from before there was an Autotask leaves the tenant as it is", async () => {
  tenant.service.restore(null);
  expect(itemsOf(await tenant.post("/Contracts/query", everything))).toHaveLength(3);
});
