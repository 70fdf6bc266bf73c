import { CallCounter } from "./call-counter";
import { type FaultInput, faultRequest } from "./fault";
import { FaultTable } from "./fault-table";
import { serve } from "./serve";
import type { Entities, Service } from "./service";
import { WriteLog } from "./write-log";

type Counter = { service: Service; value: () => number };

/** A service that counts: GET reads, POST adds one. */
function counter(): Counter {
  let count = 0;
  const entities: Entities = {
    kinds: ["counts"],
    list: () => [count],
    get: () => count,
    patch(_kind, _id, change) {
      count = Number(change);
      return count;
    },
  };
  const service: Service = {
    name: "connectwise",
    handle({ method, body }) {
      if (method === "GET") return { status: 200, body: { count, padding: "x".repeat(200) } };
      if (body === "bad") return { status: 400, body: { message: "bad" } };
      count += 1;
      return { status: 201, body: { count }, written: { count } };
    },
    snapshot: () => count,
    restore: () => {},
    entities,
  };
  return { service, value: () => count };
}

async function start(fault?: Omit<FaultInput, "service">) {
  const { service, value } = counter();
  const records = { faults: new FaultTable(), writes: new WriteLog(), calls: new CallCounter() };
  if (fault) records.faults.add(faultRequest.parse({ service: "connectwise", ...fault }));
  const { url, close } = await serve(() => service, records, { host: "127.0.0.1", port: 0, bodyLimit: 1000 });
  running.push(close);
  const call = async (method = "GET", path = "/v1/apis/3.0/counts/7", body?: string) => {
    const response = await fetch(`${url}${path}`, { method, ...(body && { body }) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { ...records, value, url, call };
}

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((close) => close()));
});

test("accepted writes are logged in order, refused ones and reads are not", async () => {
  const { call, writes } = await start();
  await call("POST", "/a", '{"n":1}');
  await call("POST", "/b", "bad");
  await call("GET");
  await call("POST", "/c", "not json");
  expect(writes.since(0)).toEqual([
    {
      seq: 1,
      time: expect.any(String),
      service: "connectwise",
      method: "POST",
      path: "/a",
      body: { n: 1 },
      status: 201,
      entity: { count: 1 },
    },
    expect.objectContaining({ seq: 2, path: "/c", body: "not json", entity: { count: 2 } }),
  ]);
  expect(writes.since(1)).toHaveLength(1);
});

test("calls are counted by pattern, with failures and times", async () => {
  const { call, calls } = await start();
  await call("GET", "/v1/apis/3.0/counts/7");
  await call("GET", "/v2025_1/apis/3.0/counts/8");
  await call("POST", "/counts/0f9d2b64-1111-4222-8333-444455556666", "bad");
  expect(calls.list()).toEqual([
    {
      service: "connectwise",
      method: "GET",
      path: "/counts/{id}",
      calls: 2,
      failed: 0,
      handlingMs: expect.any(Object),
    },
    {
      service: "connectwise",
      method: "POST",
      path: "/counts/{id}",
      calls: 1,
      failed: 1,
      handlingMs: expect.any(Object),
    },
  ]);
});

test("a body over the limit is refused", async () => {
  const { call, value } = await start();
  expect((await call("POST", "/a", "x".repeat(1001))).status).toBe(413);
  expect(value()).toBe(0);
});

test("answer: the service never sees the call; objects go as JSON, HTML as it is", async () => {
  const limit = { status: 429, headers: { "Retry-After": "7" }, body: { message: "slow down" } };
  const { call, value, faults } = await start({ method: "POST", effect: { kind: "answer", ...limit } });
  const hit = await call("POST");
  expect([hit.status, hit.headers.get("retry-after"), hit.headers.get("content-type"), hit.text]).toEqual([
    429,
    "7",
    "application/json; charset=utf-8",
    '{"message":"slow down"}',
  ]);
  expect(value()).toBe(0);
  expect((await call("POST")).status).toBe(201);
  expect(faults.list()).toEqual([expect.objectContaining({ seen: 1, hits: 1, spent: true })]);

  const html = await start({ effect: { kind: "answer", status: 502, body: "<html>Bad gateway</html>" } });
  const page = await html.call();
  expect([page.status, page.headers.get("content-type"), page.text]).toEqual([
    502,
    "text/html; charset=utf-8",
    "<html>Bad gateway</html>",
  ]);
});

test("skip and times choose which calls are hit; path and pattern choose among them", async () => {
  const effect = { kind: "answer" as const, status: 500 };
  const some = await start({ path: "/counts", skip: 1, times: 2, effect });
  const statuses = [];
  for (let index = 0; index < 5; index += 1) statuses.push((await some.call()).status);
  expect(statuses).toEqual([200, 500, 500, 200, 200]);
  expect((await some.call("GET", "/other")).status).toBe(200);

  const always = await start({ pattern: "/counts/\\d+$", times: "always", effect });
  const answers = [
    await always.call(),
    await always.call(),
    await always.call("GET", "/v1/apis/3.0/counts/x"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([500, 500, 200]);
});

test("delay: before the effect, or after it", async () => {
  const before = await start({ effect: { kind: "delay", ms: 150 } });
  const begin = Date.now();
  const waiting = before.call("POST");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(before.value()).toBe(0);
  expect((await waiting).status).toBe(201);
  expect(Date.now() - begin).toBeGreaterThanOrEqual(145);

  const after = await start({ effect: { kind: "delay", ms: 150, when: "after" } });
  const late = after.call("POST");
  while (after.value() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(after.writes.since(0)).toHaveLength(1);
  expect((await late).status).toBe(201);
});

test("reset: no answer, no effect", async () => {
  const { call, value, calls } = await start({ effect: { kind: "reset" } });
  await expect(call("POST")).rejects.toThrow("fetch failed");
  expect(value()).toBe(0);
  expect(calls.list()).toEqual([expect.objectContaining({ calls: 1, failed: 1 })]);
});

test("lose_answer: the write took effect and is logged, the answer is lost or another", async () => {
  const { call, value, writes } = await start({ method: "POST", effect: { kind: "lose_answer" } });
  await expect(call("POST")).rejects.toThrow("fetch failed");
  expect(value()).toBe(1);
  expect(writes.since(0)).toEqual([expect.objectContaining({ status: 201, entity: { count: 1 } })]);

  const gateway = await start({
    effect: { kind: "lose_answer", answer: { status: 504, body: "<html>Timeout</html>" } },
  });
  expect((await gateway.call("POST")).status).toBe(504);
  expect(gateway.value()).toBe(1);
});

test("truncate: the socket breaks off, or the length is honest and the text is cut", async () => {
  const broken = await start({ effect: { kind: "truncate" } });
  await expect(broken.call()).rejects.toThrow("terminated");
  const nothing = await start({ effect: { kind: "truncate", bytes: 0 } });
  await expect(nothing.call()).rejects.toThrow();

  const clean = await start({ effect: { kind: "truncate", bytes: 10, clean: true } });
  const answer = await clean.call();
  expect([answer.status, answer.text]).toEqual([200, '{"count":0']);
});

test("trickle: the whole answer, in pieces", async () => {
  const { call } = await start({ effect: { kind: "trickle", bytes: 50, ms: 20 } });
  const begin = Date.now();
  expect(JSON.parse((await call()).text)).toMatchObject({ count: 0 });
  expect(Date.now() - begin).toBeGreaterThanOrEqual(75);
});

test("person: somebody edits just before the call is handled", async () => {
  const edit = { kind: "person" as const, does: "patch" as const, entities: "counts", id: "1", value: 41 };
  const { call, writes } = await start({ method: "POST", effect: edit });
  expect(JSON.parse((await call("POST")).text)).toEqual({ count: 42 });
  expect(writes.since(0)).toHaveLength(1);
});
