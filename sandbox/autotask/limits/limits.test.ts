import { setTimeout as wait } from "node:timers/promises";
import { autotaskKeys, createAutotaskService } from "../service";
import { tinySeed } from "../testing/tiny-seed";
import { goodHeaders, reasonOf, tinyTenant } from "../testing/tiny-tenant";

const used = (answer: { body: unknown }) => Object(answer.body).currentTimeframeRequestCount;

describe("threads", () => {
  const service = createAutotaskService(tinySeed, { sleep: () => wait(20) });
  const get = (path: string) =>
    service.handle({
      method: "GET",
      path: `/ATServicesRest/V1.0${path}`,
      query: new URLSearchParams(),
      headers: goodHeaders,
      body: "",
    });
  const statuses = async (paths: string[]) => (await Promise.all(paths.map(get))).map(({ status }) => status);

  test("a fourth at once for one entity is refused, other entities are not concerned", async () => {
    const paths = [
      "/Companies/1",
      "/Companies/2",
      "/Contracts/1",
      "/companies/entityInformation",
      "/Companies/3",
    ];
    expect(await statuses(paths)).toEqual([200, 200, 200, 200, 429]);
    expect(await statuses(["/Companies/1"])).toEqual([200]);
  });

  test("a child collection counts as its entity", async () => {
    const paths = [
      "/ContractServices/1",
      "/ContractServices/2",
      "/Contracts/700/Services",
      "/Contracts/701/Services",
    ];
    expect(await statuses(paths)).toEqual([200, 200, 200, 429]);
  });

  test("the refusal names the threshold, and its status is a setting", async () => {
    service.settings?.change({ threadRefusalStatus: 500 });
    const [, , , fourth] = await Promise.all(
      ["/Companies/1", "/Companies/1", "/Companies/1", "/Companies/1"].map(get),
    );
    expect(fourth?.status).toBe(500);
    expect(fourth?.body).toEqual({ errors: ["API thread threshold of 3 threads has been exceeded"] });
  });
});

describe("the hourly threshold", () => {
  test("is counted by the rolling hour, and discovery is free", async () => {
    const tenant = tinyTenant();
    await tenant.get("/Companies/1");
    tenant.passMinutes(30);
    await tenant.get("/Companies/1");
    await tenant.get(`/ZoneInformation?user=${autotaskKeys.userName}`);
    expect((await tenant.get("/ThresholdInformation")).body).toEqual({
      externalRequestThreshold: 10_000,
      requestThresholdTimeframe: 60,
      currentTimeframeRequestCount: 2,
    });
    tenant.passMinutes(31);
    expect(used(await tenant.get("/ThresholdInformation"))).toBe(1);
  });

  test.each([
    [4999, 0],
    [5000, 500],
    [7499, 500],
    [7500, 1000],
  ])("with %d calls used a call is delayed by %d ms", async (usedElsewhere, delay) => {
    const tenant = tinyTenant();
    tenant.settings({ latencyMs: 0, threshold: { usedElsewhere } });
    await tenant.get("/Companies/1");
    expect(tenant.waits).toEqual(delay === 0 ? [] : [delay]);
  });

  test("delays can be left out", async () => {
    const tenant = tinyTenant();
    tenant.settings({ delays: false, latencyMs: 0, threshold: { usedElsewhere: 9000 } });
    await tenant.get("/Companies/1");
    expect(tenant.waits).toEqual([]);
  });

  test("at its end nothing is answered but how it stands, until calls are an hour old", async () => {
    const tenant = tinyTenant();
    tenant.settings({ delays: false, threshold: { limit: 2 } });
    await tenant.get("/Companies/1");
    await tenant.get("/Companies/1");
    const third = await tenant.get("/Companies/1");
    expect([third.status, reasonOf(third)]).toEqual([
      429,
      expect.stringContaining("threshold of 2 requests"),
    ]);
    expect(used(await tenant.get("/ThresholdInformation"))).toBe(2);
    tenant.passMinutes(61);
    expect((await tenant.get("/Companies/1")).status).toBe(200);
  });
});
