import { apiError } from "../../testing/expect-error";
import { type Answer, type Listener, listen, sendJson } from "../../testing/listen";
import { recordingHooks } from "../../testing/waits";
import { type AutotaskOptions, createAutotaskConnector } from "../provider";
import { Budget } from "./budget";

const zonePath = "/ATServicesRest/V1.0/ZoneInformation";
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function connectTo(answer: Answer, change: Partial<AutotaskOptions> = {}) {
  const server = await listen(answer);
  open.push(server);
  const psa = createAutotaskConnector({
    site: server.url,
    userName: "api@partner.example",
    secret: "TheSecret",
    integrationCode: "TheCode",
    allowSandbox: true,
    budget: new Budget(),
    ...recordingHooks().hooks,
    ...change,
  });
  open.push(psa);
  return { psa, server };
}

const withKeys = ({ received }: Listener) => received.filter(({ headers }) => headers.secret !== undefined);

test.each([
  ["another company's host", "https://webservices6.autotask.example/ATServicesRest/"],
  ["a host that only looks like the vendor's", "https://autotask.net.example/ATServicesRest/"],
  ["a host without encryption", "http://webservices6.autotask.net/ATServicesRest/"],
  ["another PSA", "https://na.myconnectwise.net/ATServicesRest/"],
  ["no address", "webservices6"],
])("a zone that leads to %s gets no key", async (_, url) => {
  const { psa, server } = await connectTo((_request, response) => sendJson(response, { zoneName: "X", url }));
  const { kind } = await apiError(psa.item("1"));
  expect(["rejected", "unreadable"]).toContain(kind);
  expect(server.received.every(({ path }) => path === zonePath)).toBe(true);
  expect(withKeys(server)).toEqual([]);
});

test("the zone's address may lack its slash, and is asked for once", async () => {
  const { psa, server } = await connectTo((request, response) => {
    if (request.path === zonePath) {
      expect(request.query.get("user")).toBe("api@partner.example");
      sendJson(response, { zoneName: null, url: `http://${request.headers.host}/zone6/ATServicesRest` });
    } else if (request.path.endsWith("/ThresholdInformation")) {
      sendJson(response, { externalRequestThreshold: 10_000, currentTimeframeRequestCount: 1 });
    } else sendJson(response, { item: null });
  });
  expect(await psa.item("1")).toBeNull();
  expect(await psa.item("2")).toBeNull();
  expect(server.received.map(({ path }) => path)).toEqual([
    zonePath,
    "/zone6/ATServicesRest/V1.0/ThresholdInformation",
    "/zone6/ATServicesRest/V1.0/Services/1",
    "/zone6/ATServicesRest/V1.0/Services/2",
  ]);
  expect(withKeys(server)).toHaveLength(3);
  expect(server.received.at(-1)?.headers).toMatchObject({
    apiintegrationcode: "TheCode",
    username: "api@partner.example",
    secret: "TheSecret",
    "content-type": "application/json",
  });
});

test("a site that is no Autotask is told so", async () => {
  const { psa } = await connectTo((_request, response) => sendJson(response, {}, 404));
  expect(await apiError(psa.item("1"))).toMatchObject({
    kind: "not_found",
    words: expect.stringContaining("There is no Autotask at 127.0.0.1"),
  });
});

test("a site that may not be called is refused at once", async () => {
  await expect(connectTo(() => {}, { site: "https://psa.example" })).rejects.toMatchObject({
    kind: "rejected",
  });
});
