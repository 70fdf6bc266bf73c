import { appRoutes, routeOf } from "./app-routes";
import { idsIn } from "./clone-organisation";
import { type Crawled, crawl, waysToAsk } from "./crawl";
import { startsOf } from "./organisation-starts";
import { knowSecond, type Second } from "./second";
import { type Asker, openTwoOrganisations, type TwoOrganisations } from "./two-organisations";

jest.setTimeout(240_000);

const firstAdmin: Asker = { side: "first", role: "admin" };
const secondAdmin: Asker = { side: "second", role: "admin" };

/** What anybody may see: nothing there belongs to an organisation. */
const forEverybody =
  /^\/(sign-in|invitation|stop-mails|troubleshooting|api\/auth|health|_not-found)(\/|\?|$)/;

describe("two organisations in one portal", () => {
  let product: TwoOrganisations;
  let first: Crawled;
  let second: Crawled;
  let ofSecond: Second;
  const routes = appRoutes();

  beforeAll(async () => {
    product = await openTwoOrganisations();
    first = await crawl(product, firstAdmin, await startsOf(product, "first"));
    second = await crawl(product, secondAdmin, await startsOf(product, "second"));
    ofSecond = await knowSecond(product);
  });
  afterAll(() => product?.close());

  it("have pages enough, and every route of the app is among those that were asked for", () => {
    expect(ofSecond.ids.size).toBeGreaterThan(100);
    expect(second.paths.length).toBeGreaterThan(40);
    const asked = new Set(
      [...second.asked].map((path) => routeOf(routes, new URL(path, product.url).pathname)),
    );
    expect(routes.filter((route) => !asked.has(route))).toEqual([]);
  });

  it("see nothing of each other, on any page and in no payload of one", async () => {
    const findings: unknown[] = [];
    for (const path of first.paths) {
      for (const { headers, address } of waysToAsk) {
        const { text } = await product.ask(firstAdmin, address(path), { headers });
        if (ofSecond.in(text).length > 0) findings.push([path, headers, ofSecond.in(text)]);
      }
    }
    expect(findings).toEqual([]);
    // The same look finds the second organisation where it is at home.
    const own = await Promise.all(second.paths.map((path) => product.ask(secondAdmin, path)));
    expect(own.filter(({ text }) => ofSecond.in(text).length > 0).length).toBeGreaterThan(30);
  });

  it.each(["viewer", "operator", "admin"] as const)(
    "answer a %s of the other one that there is nothing",
    async (role) => {
      const findings: unknown[] = [];
      let foreign = 0;
      for (const path of second.paths.filter((one) => !forEverybody.test(one))) {
        const names = [...idsIn(path)].some((id) => ofSecond.ids.has(id)) || /\/quandong-/.test(path);
        for (const { headers, address } of waysToAsk) {
          const { status, text } = await product.ask({ side: "first", role }, address(path), { headers });
          const inPath = /^[^?]*/.exec(path)?.[0] ?? "";
          const mustMiss = names && (idsIn(inPath).size > 0 || inPath.includes("quandong-"));
          foreign += mustMiss ? 1 : 0;
          if (mustMiss && status !== 404 && !text.includes("NEXT_HTTP_ERROR_FALLBACK;404"))
            findings.push([path, headers, status]);
          const seen = ofSecond.in(text, path);
          if (seen.length > 0) findings.push([path, headers, seen]);
        }
      }
      expect(findings).toEqual([]);
      expect(foreign).toBeGreaterThan(20);
    },
  );

  it("send somebody who is not signed in to the sign-in page, with nothing beside", async () => {
    const findings: unknown[] = [];
    for (const path of second.paths.filter((one) => !forEverybody.test(one))) {
      for (const { headers, address } of waysToAsk) {
        const {
          status,
          headers: answered,
          text,
        } = await product.ask("anonymous", address(path), { headers });
        const to = answered.get("location") ?? "";
        const inPayload = /NEXT_REDIRECT;replace;\/sign-in/.test(text);
        const turnedAway = inPayload || status === 401 || (status === 307 && to.startsWith("/sign-in"));
        if (!turnedAway) findings.push([path, headers, status, to]);
        if (ofSecond.in(text, path).length > 0) findings.push([path, headers, ofSecond.in(text, path)]);
      }
    }
    expect(findings).toEqual([]);
  });

  it("have each answer carry the policy, and none of it is kept by a cache", async () => {
    const findings: unknown[] = [];
    const nonces = new Set<string>();
    const paths = [...second.paths, "/no-such-page", `/runs/${product.ids.first}`, "/api/auth/csrf"];
    for (const as of [secondAdmin, "anonymous"] as const) {
      for (const path of paths) {
        const { headers } = await product.ask(as, path);
        const policy = headers.get("content-security-policy") ?? "";
        nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
        if (!policy.includes("frame-ancestors 'none'") || policy.includes("unsafe"))
          findings.push([path, policy]);
        if (!headers.get("cache-control")?.includes("no-store")) {
          findings.push([as, path, headers.get("cache-control")]);
        }
        if (headers.get("x-content-type-options") !== "nosniff") findings.push([path, "may be sniffed"]);
        if (headers.get("x-powered-by")) findings.push([path, "says what it is made with"]);
      }
    }
    expect(findings).toEqual([]);
    expect(nonces.size).toBe(paths.length * 2);
  });
});
