import { z } from "zod";
import { HttpClient } from "../../http";
import { apiError } from "../../testing/expect-error";
import { type Answer, type Listener, listen, type Received, sendJson } from "../../testing/listen";
import { recordingHooks } from "../../testing/waits";
import { id } from "../../wire/fields";
import { explainAnswer, service } from "../errors";
import { Budget } from "./budget";
import { AutotaskClient } from "./client";
import { everything } from "./filter";
import { collect, listRows, queryRows } from "./pages";
import { Zone } from "./zone";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A tenant whose pages are these answers, each with what it says of the next page. */
type Page = { ids: number[]; next?: (server: Listener) => string };

async function tenant(pages: Page[], queryCount = 0) {
  let turn = 0;
  const answer: Answer = (request, response) => {
    if (request.path.endsWith("/ZoneInformation")) {
      return sendJson(response, { zoneName: "Z", url: `${server.url}/ATServicesRest/` });
    }
    if (request.path.endsWith("/ThresholdInformation")) {
      return sendJson(response, { externalRequestThreshold: 10_000, currentTimeframeRequestCount: 0 });
    }
    if (request.path.endsWith("/count")) return sendJson(response, { queryCount });
    const page = pages[turn++];
    const items = (page?.ids ?? []).map((one) => ({ id: one }));
    sendJson(response, { items, pageDetails: { nextPageUrl: page?.next?.(server) ?? null } });
  };
  const server: Listener = await listen(answer);
  const { hooks } = recordingHooks();
  const hosts = { service, suffixes: [], allowSandbox: true };
  const http = new HttpClient({ ...hooks, service, explain: explainAnswer, hosts });
  open.push(server, http);
  const keys = { userName: "u", secret: "s", integrationCode: "c" };
  const zone = new Zone(http, new URL("/ATServicesRest/", server.url), "u", hosts);
  const client = new AutotaskClient(http, zone, new Budget(), hooks.clock, keys);
  const asked = () => server.received.filter(({ path }) => !path.endsWith("Information"));
  return { client, server, asked };
}

const row = z.object({ id });
const query = { filter: everything, fields: ["id"] };
const read = (client: AutotaskClient) => collect(queryRows(client, "Services", row, query));
const page2 = ({ url }: Listener) => `${url}/ATServicesRest/V1.0/Services/query/next?paging=2`;
const said = ({ method, path, query: at }: Received) => `${method} ${path} ${at.get("paging") ?? ""}`.trim();

test("a POST follows a POST with the same body, and more than one page is proven by the count", async () => {
  const { client, asked } = await tenant([{ ids: [1, 2], next: page2 }, { ids: [7] }], 3);
  expect(await read(client)).toEqual([{ id: "1" }, { id: "2" }, { id: "7" }]);
  const root = "/ATServicesRest/V1.0/Services/query";
  expect(asked().map(said)).toEqual([`POST ${root}`, `POST ${root}/next 2`, `POST ${root}/count`]);
  const body = { filter: [{ op: "exist", field: "id" }], includeFields: ["id"], maxRecords: 500 };
  expect(asked().map((one) => JSON.parse(one.body))).toEqual([body, body, { filter: body.filter }]);
});

test("one page needs no proof", async () => {
  const { client, asked } = await tenant([{ ids: [1] }]);
  expect(await read(client)).toHaveLength(1);
  expect(asked()).toHaveLength(1);
});

test("the rows below a record are read by GET", async () => {
  const next = ({ url }: Listener) => `${url}/atservicesrest/v1.0/Contracts/7/Services/next?paging=2`;
  const { client, asked } = await tenant([{ ids: [1], next }, { ids: [2] }]);
  expect(await collect(listRows(client, "Contracts/7/Services", row))).toHaveLength(2);
  const root = "/ATServicesRest/V1.0/Contracts/7/Services";
  expect(asked().map(said)).toEqual([`GET ${root}`, `GET ${root}/next 2`]);
});

test.each<[string, Page[], number]>([
  ["a row that comes twice", [{ ids: [1, 2], next: page2 }, { ids: [2] }], 3],
  [
    "a page that leads back to itself",
    [
      { ids: [1], next: page2 },
      { ids: [], next: page2 },
    ],
    1,
  ],
  ["fewer rows than the count", [{ ids: [1], next: page2 }, { ids: [2] }], 3],
  ["more rows than the count", [{ ids: [1], next: page2 }, { ids: [2] }], 1],
  [
    "a next page on another host",
    [{ ids: [1], next: () => "https://evil.example/ATServicesRest/V1.0/x" }],
    2,
  ],
  ["a next page outside the API", [{ ids: [1], next: ({ url }) => `${url}/elsewhere` }], 2],
  ["a next page that is no address", [{ ids: [1], next: () => "next" }], 2],
])("%s is never taken for the whole list", async (_, pages, count) => {
  const { client, server } = await tenant(pages, count);
  expect(await apiError(read(client))).toMatchObject({ kind: "unreadable" });
  expect(server.received.every(({ path }) => path.startsWith("/ATServicesRest/V1.0/"))).toBe(true);
});
