import { all, apiError } from "../../testing/expect-error";
import { type Answer, type Listener, listen, sendJson } from "../../testing/listen";
import { recordingHooks } from "../../testing/waits";
import { createConnectWiseConnector } from "../provider";

let server: Listener;
let psa: ReturnType<typeof createConnectWiseConnector>;

afterEach(async () => {
  await psa.close();
  await server.close();
});

type Page = { ids: number[]; link?: string };

/** A site that answers the catalogue's pages as given, whatever is asked, and its count. */
async function site(
  pages: Page[],
  count: number | null = null,
  company: object | null = { Codebase: "v2025_1/" },
) {
  const answer: Answer = ({ path, query }, response) => {
    if (path.startsWith("/login/")) return sendJson(response, company);
    if (path.endsWith("/count")) return sendJson(response, { count });
    const page = pages[Number(query.get("page")) - 1] ?? { ids: [] };
    const items = page.ids.map((id) => ({ id, identifier: `I${id}` }));
    sendJson(response, items, 200, page.link === undefined ? {} : { link: page.link });
  };
  server = await listen(answer);
  psa = createConnectWiseConnector({
    site: server.url,
    companyId: "harbour",
    publicKey: "public",
    privateKey: "private",
    clientId: "client",
    allowSandbox: true,
    ...recordingHooks().hooks,
  });
  return { ids: async () => (await all(psa.items())).map(({ id }) => Number(id)), received: server.received };
}

const next = (page: number, origin = "https://na.myconnectwise.net") =>
  `<${origin}/v2025_1/apis/3.0/procurement/catalog?page=1&pageSize=1000>; rel="first", ` +
  `<${origin}/v2025_1/apis/3.0/procurement/catalog?pageSize=1000&page=${page}>; rel="next"`;

test("a short page is followed as long as the link says that more is to come", async () => {
  const { ids, received } = await site(
    [{ ids: [1, 2], link: next(2) }, { ids: [5], link: next(3) }, { ids: [9] }],
    4,
  );
  expect(await ids()).toEqual([1, 2, 5, 9]);
  const asked = received.slice(1).map(({ path, query }) => [path.split("3.0/")[1], query.get("page")]);
  expect(asked).toEqual([
    ["procurement/catalog", "1"],
    ["procurement/catalog", "2"],
    ["procurement/catalog", "3"],
    ["procurement/catalog/count", null],
  ]);
});

test("pages are asked for in the order of ids, a thousand at a time, and only with the fields that are used", async () => {
  const { ids, received } = await site([{ ids: [1] }]);
  await ids();
  expect(Object.fromEntries(received[1]?.query ?? [])).toEqual({
    fields: "id,identifier,description,vendorSku,price,cost,inactiveFlag",
    orderBy: "id asc",
    pageSize: "1000",
    page: "1",
  });
});

test("an empty list is a list, and one page needs no count", async () => {
  const { ids, received } = await site([{ ids: [] }]);
  expect(await ids()).toEqual([]);
  expect(received).toHaveLength(2);
});

test("keys go to the site itself, wherever a link leads", async () => {
  const { ids, received } = await site(
    [{ ids: [1], link: next(2, "https://evil.example") }, { ids: [2] }],
    2,
  );
  expect(await ids()).toEqual([1, 2]);
  expect(received).toHaveLength(4);
});

test("every call carries the keys, the client's id and the version", async () => {
  const { ids, received } = await site([{ ids: [1] }]);
  await ids();
  expect(received[0]?.headers.authorization).toBeUndefined();
  expect(received[1]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from("harbour+public:private").toString("base64")}`,
    clientid: "client",
    accept: "application/vnd.connectwise.com+json; version=2025.1",
  });
});

test.each<[string, Page[], number]>([
  ["a page that is repeated", [{ ids: [1, 2], link: next(2) }, { ids: [1, 2] }], 4],
  ["pages that overlap", [{ ids: [1, 2], link: next(2) }, { ids: [2, 3] }], 4],
  ["a page out of order", [{ ids: [1, 5], link: next(2) }, { ids: [3] }], 3],
  ["a record that slipped between two pages", [{ ids: [1, 2], link: next(2) }, { ids: [4] }], 4],
  [
    "a link that leads back",
    [
      { ids: [1], link: next(2) },
      { ids: [2], link: next(1) },
    ],
    2,
  ],
  ["a link that leads nowhere", [{ ids: [1], link: '<https://x.example/?page=two>; rel="next"' }], 1],
  ["a link that cannot be read", [{ ids: [1], link: 'rel="next" <' }], 1],
  [
    "an empty page before the end",
    [
      { ids: [1], link: next(2) },
      { ids: [], link: next(3) },
    ],
    1,
  ],
])("%s is thrown, never taken for the whole", async (_, pages, count) => {
  const { ids } = await site(pages, count);
  expect(await apiError(ids())).toMatchObject({ kind: "unreadable" });
});

test.each([
  [{ Codebase: "//evil.example/" }],
  [{ Codebase: "https://evil.example/" }],
  [{ Codebase: "../" }],
  [{}],
])("a site that answers %j about itself is not followed", async (company) => {
  const { ids, received } = await site([{ ids: [1] }], null, company);
  expect(await apiError(ids())).toMatchObject({ kind: "unreadable" });
  expect(received.every(({ path }) => path.startsWith("/login/"))).toBe(true);
});

test("an unknown company is not found", async () => {
  const { ids } = await site([], null, null);
  expect(await apiError(ids())).toMatchObject({ kind: "not_found" });
});
