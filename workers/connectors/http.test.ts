import type { ServerResponse } from "node:http";
import { ApiError } from "@/lib/errors";
import { HttpClient } from "./http";
import { parseRetryAfter } from "./http/retry-after";
import type { HttpAnswer, HttpOptions, HttpRequest } from "./http/types";
import { apiError } from "./testing/expect-error";
import { type Answer, type Listener, listen, sendJson } from "./testing/listen";
import { recordingHooks } from "./testing/waits";

const kinds: Record<number, ApiError["kind"]> = { 400: "rejected", 429: "rate_limited", 503: "unavailable" };

const explain = (answer: HttpAnswer, now: Date) => {
  const retryAfterMs = parseRetryAfter(String(answer.headers["retry-after"] ?? ""), now);
  return new ApiError({
    service: "PSA",
    kind: kinds[answer.status] ?? "unreadable",
    status: answer.status,
    call: answer.call,
    rawAnswer: answer.raw ?? "",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
};

let server: Listener | undefined;
let client: HttpClient | undefined;

afterEach(async () => {
  await client?.close();
  await server?.close();
});

async function start(answer: Answer, options: Partial<HttpOptions> = {}) {
  const log = recordingHooks();
  const listening = await listen(answer);
  const http = new HttpClient({ service: "PSA", explain, ...log.hooks, ...options });
  server = listening;
  client = http;
  const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: "GET",
    url: new URL("/things?name=secret", listening.url),
    headers: {},
    ...more,
  });
  return { http, request, received: listening.received, log };
}

/** Answers the first calls by the given answers, all later ones by the last. */
function inTurn(...answers: ((response: ServerResponse) => void)[]): Answer {
  let calls = 0;
  return (_, response) => answers[Math.min(calls++, answers.length - 1)]?.(response);
}

const ok = (response: ServerResponse) => sendJson(response, { fine: true });
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    sendJson(response, { error: "PSA" }, code, headers);
const reset = (response: ServerResponse) => response.socket?.resetAndDestroy();
const half = (response: ServerResponse) => {
  response.writeHead(200, { "content-length": "100" });
  response.write('{"fine":', () => response.destroy());
};

test("a read gives the whole answer and tells each call without its query", async () => {
  const { http, request, log } = await start(inTurn(ok));
  const answer = await http.read(request());
  expect(answer).toMatchObject({ status: 200, text: '{"fine":true}', call: "GET /things" });
  expect(log.calls).toEqual([{ service: "PSA", method: "GET", path: "/things", status: 200, ms: 0 }]);
});

test.each([
  ["in seconds", "30", 30_000],
  ["as a date", "Tue, 01 Sep 2026 08:00:30 GMT", 30_000],
  ["as a date that is over", "Tue, 01 Sep 2026 07:00:00 GMT", 0],
  ["that cannot be read", "soon", 250],
])("a read waits as Retry-After asks %s, and is tried again", async (_, header, waitMs) => {
  const { http, request, log } = await start(inTurn(status(429, { "retry-after": header }), ok));
  expect((await http.read(request())).status).toBe(200);
  expect(log.waits).toEqual([{ call: "GET /things", reason: "the service asked us to slow down", waitMs }]);
});

test("a 429 without Retry-After is tried again after a wait of our own", async () => {
  const { http, request, log } = await start(inTurn(status(429), ok));
  await http.read(request());
  expect(log.waits.map(({ waitMs }) => waitMs)).toEqual([250]);
});

test("a read that would have to wait beyond its budget is given up at once, and says for how long", async () => {
  const { http, request, received, log } = await start(inTurn(status(429, { "retry-after": "600" }), ok));
  const error = await apiError(http.read(request()));
  expect(error).toMatchObject({ kind: "rate_limited", retryAfterMs: 600_000 });
  expect([received.length, log.waits.length]).toEqual([1, 0]);
});

test("the waits of one read share one budget", async () => {
  const busy = status(429, { "retry-after": "25" });
  const { http, request, received } = await start(inTurn(busy, busy, busy, ok));
  expect(await apiError(http.read(request()))).toMatchObject({ kind: "rate_limited" });
  expect(received).toHaveLength(3);
});

test("a read outlives resets, broken answers and 5xx, and ends after five tries", async () => {
  const lucky = await start(inTurn(reset, half, status(503), ok));
  expect((await lucky.http.read(lucky.request())).status).toBe(200);
  await lucky.http.close();
  await server?.close();

  const unlucky = await start(inTurn(status(503)));
  expect(await apiError(unlucky.http.read(unlucky.request()))).toMatchObject({ kind: "unavailable" });
  expect(unlucky.received).toHaveLength(5);
});

test.each<[string, (response: ServerResponse) => void, object]>([
  ["a 429", status(429, { "retry-after": "30" }), { kind: "rate_limited", retryAfterMs: 30_000 }],
  ["a 503", status(503), { kind: "unavailable", outcomeUnknown: true }],
  ["a refusal", status(400), { kind: "rejected", outcomeUnknown: false }],
  ["a reset", reset, { kind: "unavailable", outcomeUnknown: true }],
  ["a broken answer", half, { kind: "unreadable", status: 200, outcomeUnknown: true }],
])("a write is sent once, whatever comes: %s", async (_, answer, error) => {
  const { http, request, received, log } = await start(inTurn(answer, ok));
  expect(await apiError(http.write(request({ method: "POST", body: "{}" })))).toMatchObject(error);
  expect([received.length, log.waits.length]).toEqual([1, 0]);
});

test("a refusal whose body breaks off is a refusal all the same", async () => {
  const { http, request } = await start(
    inTurn((response) => {
      response.writeHead(400, { "content-length": "100" });
      response.write("{", () => response.destroy());
    }),
  );
  expect(await apiError(http.write(request({ method: "POST" })))).toMatchObject({ kind: "rejected" });
});

test.each([
  ["too late", 8_000, 0],
  ["still in time", 7_999, 1],
])(
  "a write whose process stands still before its connection is there is sent only in time: %s",
  async (...row) => {
    const [, stoodStillMs, sends] = row;
    const { http, request, received, log } = await start(inTurn(ok));
    const sent = http.write(request({ method: "POST", timeoutMs: 8_000 })).catch((error: unknown) => error);
    log.passTime(stoodStillMs);
    const answer = await sent;
    expect(received).toHaveLength(sends);
    expect(answer).toMatchObject(sends ? { status: 200 } : { kind: "timeout", outcomeUnknown: true });
  },
);

test("an answer that does not come in time is a timeout, whether it never begins or trickles", async () => {
  const { http, request } = await start((call, response) => {
    if (call.method === "GET") return;
    response.writeHead(200);
    const timer = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(timer));
  });
  const silent = await apiError(http.write(request({ timeoutMs: 60 })));
  const trickling = await apiError(http.write(request({ method: "PATCH", timeoutMs: 60 })));
  expect([silent.kind, trickling.kind]).toEqual(["timeout", "timeout"]);
});

test("a caller can stop a call; a write's outcome is unknown then", async () => {
  const stop = new AbortController();
  const { http, request, received } = await start(() => stop.abort());
  const error = await apiError(http.read(request({ signal: stop.signal })));
  expect(error).toMatchObject({ kind: "timeout", outcomeUnknown: true });
  expect(received).toHaveLength(1);
});

test("a caller can stop a read while it waits to be tried again", async () => {
  const stop = new AbortController();
  const { http, request, received } = await start(inTurn(status(503)), {
    sleep: async () => stop.abort(),
  });
  expect(await apiError(http.read(request({ signal: stop.signal })))).toMatchObject({ kind: "unavailable" });
  expect(received).toHaveLength(1);
});

test("an answer beyond the size limit is unreadable", async () => {
  const big = (response: ServerResponse) => response.end("x".repeat(5_000));
  const { http, request } = await start(inTurn(big), { maxBytes: 4_999 });
  expect(await apiError(http.write(request()))).toMatchObject({
    kind: "unreadable",
    words: "The answer is longer than 4999 bytes.",
  });
});

test("an answer that is not UTF-8 is unreadable", async () => {
  const { http, request } = await start(inTurn((response) => response.end(Buffer.from([0x22, 0xff, 0x22]))));
  expect(await apiError(http.write(request()))).toMatchObject({ kind: "unreadable" });
});

test("a redirect is not followed", async () => {
  const { http, request, received } = await start((_, response) => {
    response.writeHead(302, { location: "/elsewhere" });
    response.end();
  });
  expect(await apiError(http.write(request()))).toMatchObject({ kind: "unreadable", status: 302 });
  expect(received.map(({ path }) => path)).toEqual(["/things"]);
});

test("a connection that is refused is unavailable", async () => {
  const { http, request } = await start(inTurn(ok));
  await server?.close();
  expect(await apiError(http.write(request()))).toMatchObject({
    kind: "unavailable",
    words: "The connection was refused.",
  });
});

test("an answer that echoes a credential is kept without it, and cut to 2,000 characters", async () => {
  const secret = "s3cret-key";
  const text = `${secret}${"x".repeat(1_985)}${secret}${"y".repeat(3_000)}`;
  const { http, request } = await start(
    inTurn((response) => response.writeHead(400).end(text)),
    {
      secrets: () => [secret, ""],
    },
  );
  const { rawAnswer } = await apiError(http.write(request()));
  expect(rawAnswer?.slice(0, 6)).toBe("•••xxx");
  expect(rawAnswer?.length).toBeLessThanOrEqual(2_000);
  expect(rawAnswer).not.toContain("s3cret");
});

test("an address outside the rule is refused before anything is sent", async () => {
  const hosts = { service: "PSA", suffixes: [".example.com"], allowSandbox: false };
  const { http, request, received } = await start(inTurn(ok), { hosts });
  expect(await apiError(http.read(request()))).toMatchObject({ kind: "rejected" });
  expect(received).toHaveLength(0);
});

describe("a stream", () => {
  const readAll = async (chunks: AsyncIterable<Uint8Array>) => {
    let text = "";
    for await (const chunk of chunks) text += Buffer.from(chunk).toString();
    return text;
  };

  test("begins again until it begins, and then passes everything on", async () => {
    const { http, request, received } = await start(
      inTurn(reset, status(503), (response) => response.end("a,b\n1,2\n")),
    );
    expect(await readAll(await http.stream(request({ maxBytes: 100 }), () => {}))).toBe("a,b\n1,2\n");
    expect(received).toHaveLength(3);
  });

  test("that breaks off later is unreadable, and is not begun again", async () => {
    const { http, request, received } = await start(inTurn(half));
    const chunks = await http.stream(request({ maxBytes: 100 }), () => {});
    expect(await apiError(readAll(chunks))).toMatchObject({ kind: "unreadable" });
    expect(received).toHaveLength(1);
  });

  test("beyond its limit is unreadable", async () => {
    const { http, request } = await start(inTurn((response) => response.end("x".repeat(101))));
    const chunks = await http.stream(request({ maxBytes: 100 }), () => {});
    expect(await apiError(readAll(chunks))).toMatchObject({ kind: "unreadable" });
  });

  test("may be refused by its headers", async () => {
    const { http, request } = await start(inTurn((response) => response.end("x")));
    const refusal = new ApiError({ service: "PSA", kind: "rejected" });
    const opening = http.stream(request({ maxBytes: 100 }), () => {
      throw refusal;
    });
    await expect(opening).rejects.toBe(refusal);
  });
});
