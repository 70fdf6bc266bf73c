import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { type Options, type Sandbox, startSandbox } from "../start";

const month = { newestUsageMonth: "2026-08-01" };
let sandbox: Sandbox;
const stops: (() => Promise<void>)[] = [];

async function start(options: Options = {}): Promise<Sandbox> {
  const started = await startSandbox({ ...month, ...options });
  stops.push(started.stop);
  return started;
}

beforeEach(async () => {
  sandbox = await start();
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function control(method: string, path: string, body?: unknown, { endpoints } = sandbox) {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${endpoints.control}${path}`, { method, ...text });
  return { status: response.status, body: await response.json() };
}

function psa(method: string, path: string, body?: unknown, { endpoints } = sandbox): Promise<Response> {
  const { url, companyId, publicKey, privateKey, clientId } = endpoints.connectwise;
  const authorization = `Basic ${Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString("base64")}`;
  return fetch(`${url}/v4_6_release/apis/3.0${path}`, {
    method,
    headers: { authorization, clientId, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const rename = (name: string) => [{ op: "replace", path: "name", value: name }];

test("the endpoints have exactly the promised keys", () => {
  const keys = Object.entries(sandbox.endpoints).map(([name, value]) => [
    name,
    typeof value === "string" ? value : Object.keys(value),
  ]);
  expect(Object.fromEntries(keys)).toEqual({
    prism: ["api", "identity", "clientId", "clientSecret"],
    connectwise: ["url", "companyId", "publicKey", "privateKey", "clientId"],
    autotask: ["url", "userName", "secret", "integrationCode"],
    mail: ["url", "apiKey"],
    control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_sandbox$/),
  });
  expect(sandbox.endpoints.autotask.url).toMatch(/\/ATServicesRest\/$/);
});

test("writes: what was accepted, since a number", async () => {
  const [agreement] = (await control("GET", "/entities/connectwise/agreements")).body;
  await psa("PATCH", `/finance/agreements/${agreement.id}`, rename("One"));
  await psa("PATCH", `/finance/agreements/${agreement.id}`, [
    { op: "replace", path: "/name", value: "refused" },
  ]);
  await psa("PATCH", `/finance/agreements/${agreement.id}`, rename("Two"));
  const { body } = await control("GET", "/writes");
  expect(body).toEqual([
    expect.objectContaining({
      seq: 1,
      service: "connectwise",
      method: "PATCH",
      body: rename("One"),
      status: 200,
      entity: expect.objectContaining({ name: "One" }),
    }),
    expect.objectContaining({ seq: 2, entity: expect.objectContaining({ name: "Two" }) }),
  ]);
  expect((await control("GET", "/writes?since=1")).body).toHaveLength(1);
});

test("entities: looked at, chosen, edited as a person would; that is no write of the API", async () => {
  const chosen = await control(
    "GET",
    "/entities/connectwise/agreements?agreementStatus=Active&company/id=19301",
  );
  expect(chosen.body.length).toBeGreaterThan(0);
  const path = `/entities/connectwise/agreements/${chosen.body[0].id}`;
  expect((await control("PATCH", path, { endDate: "2026-08-31" })).body).toMatchObject({
    endDate: "2026-08-31T00:00:00Z",
  });
  expect((await control("GET", path)).body).toMatchObject({ endDate: "2026-08-31T00:00:00Z" });
  expect((await control("GET", "/writes")).body).toEqual([]);
  expect((await control("GET", "/entities/prism/customers")).body.length).toBeGreaterThan(30);
});

test("bill and bills: the PSA invoices a period", async () => {
  const [line] = (await control("GET", "/entities/connectwise/additions")).body;
  const billed = await control("POST", "/bill", { agreementIds: [line.agreementId] });
  expect(billed.body).toMatchObject({
    invoices: [{ agreementId: line.agreementId, lines: expect.any(Array) }],
    skipped: [],
  });
  expect((await control("GET", `/bills?agreementId=${line.agreementId}`)).body).toEqual(billed.body.invoices);
  expect((await control("GET", "/bills?agreementId=1")).body).toEqual([]);
});

test("invoices/next: PRISM issues the month that follows", async () => {
  const { body } = await control("POST", "/invoices/next");
  expect(body.invoices).toEqual([
    expect.objectContaining({ periodStart: "2026-09-01", total: expect.stringMatching(/^\d+\.\d\d$/) }),
  ]);
});

test("faults: set, seen, taken back", async () => {
  const fault = {
    service: "connectwise",
    method: "GET",
    path: "/company/companies",
    effect: { kind: "answer", status: 503 },
  };
  expect((await control("POST", "/faults", fault)).status).toBe(201);
  expect((await psa("GET", "/company/companies")).status).toBe(503);
  expect((await psa("GET", "/company/companies")).status).toBe(200);
  expect((await control("GET", "/faults")).body).toEqual([
    expect.objectContaining({ id: 1, hits: 1, spent: true }),
  ]);
  await control("POST", "/faults", { ...fault, times: "always" });
  await control("DELETE", "/faults/2");
  expect((await psa("GET", "/company/companies")).status).toBe(200);
  await control("DELETE", "/faults");
  expect((await control("GET", "/faults")).body).toEqual([]);
});

test.each([
  [{ service: "psa", effect: { kind: "reset" } }, "service"],
  [{ service: "mail", effect: { kind: "explode" } }, "effect.kind"],
  [{ service: "mail", effect: { kind: "delay" } }, "effect.ms"],
  [{ service: "mail", pattern: "(", effect: { kind: "reset" } }, "is not a regular expression"],
  [{ service: "mail", often: 3, effect: { kind: "reset" } }, "often"],
])("a fault that cannot be read says why: %j", async (fault, why) => {
  const { status, body } = await control("POST", "/faults", fault);
  expect([status, body]).toEqual([400, { error: expect.stringContaining(why) }]);
});

test("settings: each service's switches, changed one by one", async () => {
  const changed = await control("PATCH", "/settings", { connectwise: { denied: ["catalog:inquire"] } });
  expect(changed.body.connectwise).toMatchObject({ denied: ["catalog:inquire"], wrongKeys: "401" });
  expect((await psa("GET", "/procurement/catalog")).status).toBe(403);
  expect((await control("PATCH", "/settings", { connectwise: { denied: "all" } })).status).toBe(400);
  expect((await control("PATCH", "/settings", { psa: {} })).status).toBe(400);
});

test("calls are counted until they are cleared", async () => {
  await psa("GET", "/company/companies/count");
  expect((await control("GET", "/calls")).body).toEqual([
    expect.objectContaining({ method: "GET", path: "/company/companies/count", calls: 1 }),
  ]);
  await control("DELETE", "/calls");
  expect((await control("GET", "/calls")).body).toEqual([]);
});

test("mails show what was sent", async () => {
  const { url, apiKey } = sandbox.endpoints.mail;
  await new Resend(apiKey, { baseUrl: url }).emails.send({
    from: "a@b.example",
    to: "c@d.example",
    subject: "Hi",
    text: "https://portal.example/x",
  });
  expect((await control("GET", "/mails")).body).toEqual([
    expect.objectContaining({ subject: "Hi", links: ["https://portal.example/x"] }),
  ]);
});

test("reset: the first day of a scenario, with nothing left over", async () => {
  await psa("PATCH", "/finance/agreements/4001", rename("Changed"));
  await control("PATCH", "/settings", { connectwise: { wrongKeys: "404" } });
  await control("POST", "/faults", { service: "connectwise", effect: { kind: "reset" } });
  const { body } = await control("POST", "/reset", { scenario: "troubled", newestUsageMonth: "2026-06-01" });
  expect(body).toEqual({ scenario: "troubled", newestUsageMonth: "2026-06-01" });
  expect((await control("GET", "/writes")).body).toEqual([]);
  expect((await control("GET", "/settings")).body.connectwise).toMatchObject({ wrongKeys: "401" });
  expect(await (await psa("GET", "/finance/agreements/4001?fields=name")).json()).not.toEqual({
    name: "Changed",
  });
  expect((await control("POST", "/reset", { scenario: "quiet" })).status).toBe(400);
});

test("what cannot be found is told with what can", async () => {
  expect(await control("GET", "/nothing")).toEqual({
    status: 404,
    body: { error: expect.stringContaining("GET /_sandbox/writes") },
  });
  expect(await control("PUT", "/faults")).toEqual({
    status: 405,
    body: { error: "/_sandbox/faults takes POST, GET, DELETE." },
  });
  expect(await control("GET", "/entities/mail/mails")).toEqual({
    status: 404,
    body: { error: expect.stringContaining("mail") },
  });
  const broken = await fetch(`${sandbox.endpoints.control}/reset`, { method: "POST", body: "{" });
  expect([broken.status, await broken.json()]).toEqual([400, { error: "The body is not valid JSON." }]);
  expect(await (await fetch(new URL("/", sandbox.endpoints.control))).text()).toContain("/_sandbox/writes");
});

test("Autotask is looked at, edited, billed and set as the others are", async () => {
  const [contract] = (await control("GET", "/entities/autotask/contracts?contractType=7&status=1")).body;
  const edited = await control("PATCH", `/entities/autotask/contracts/${contract.id}`, {
    contractName: "One",
  });
  expect(edited.body).toMatchObject({ id: contract.id, contractName: "One" });
  const [service] = (await control("GET", "/entities/autotask/services?isActive=true")).body;
  await control("POST", "/entities/autotask/adjustments", {
    contractID: contract.id,
    serviceID: service.id,
    unitChange: 3,
    effectiveDate: contract.endDate,
  });
  const billed = await control("POST", "/bill", {
    service: "autotask",
    agreementIds: [contract.id],
    until: contract.endDate.slice(0, 10),
  });
  expect(billed.body.invoices.at(-1)).toMatchObject({ contractId: contract.id, lines: [{ units: "3" }] });
  expect((await control("GET", `/bills?service=autotask&contractId=${contract.id}`)).body).toEqual(
    billed.body.invoices,
  );
  const { body } = await control("PATCH", "/settings", { autotask: { hasSku: false } });
  expect(body.autotask).toMatchObject({ hasSku: false, threshold: { limit: 10_000, usedElsewhere: 0 } });
  expect((await control("GET", "/writes")).body).toEqual([]);
});

describe("with a state file", () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a restart goes on where it stopped, unless another scenario is asked for", async () => {
    const stateFile = join(folder, "data", "state.json");
    const first = await start({ stateFile });
    await psa("PATCH", "/finance/agreements/4001", rename("Kept"), first);
    await control("POST", "/invoices/next", undefined, first);
    await first.stop();

    const second = await start({ stateFile });
    expect(
      await (await psa("GET", "/finance/agreements/4001?fields=name", undefined, second)).json(),
    ).toEqual({ name: "Kept" });
    expect((await control("GET", "/writes", undefined, second)).body).toHaveLength(1);
    const next = await control("POST", "/invoices/next", undefined, second);
    expect(next.body.invoices).toEqual([expect.objectContaining({ periodStart: "2026-10-01" })]);
    await second.stop();

    const other = await start({ stateFile, scenario: "troubled" });
    expect(other.scenario).toBe("troubled");
    expect((await control("GET", "/writes", undefined, other)).body).toEqual([]);
  });

  test("a write is saved soon after it, not only at the end", async () => {
    const stateFile = join(folder, "soon.json");
    const one = await start({ stateFile });
    await psa("PATCH", "/finance/agreements/4001", rename("Saved at once"), one);
    const saved = () => {
      try {
        return readFileSync(stateFile, "utf8");
      } catch {
        return "";
      }
    };
    while (!saved().includes("Saved at once")) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(JSON.parse(saved())).toMatchObject({ format: 1 });
  });

  test("a file that cannot be read stops the start and is left alone", async () => {
    const stateFile = join(folder, "broken.json");
    writeFileSync(stateFile, "{");
    await expect(startSandbox({ ...month, stateFile })).rejects.toThrow(
      "cannot be read; delete it to start afresh",
    );
    expect(readFileSync(stateFile, "utf8")).toBe("{");
  });
});
