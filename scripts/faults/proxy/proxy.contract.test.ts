import { createServer, request, type Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { startProxy, type TcpProxy } from "./proxy";

let server: Server;
let proxy: TcpProxy;
let url: string;
/** Bodies that the server has seen. */
let seen: string[] = [];

beforeAll(async () => {
  server = createServer(async (asked, response) => {
    let body = "";
    for await (const piece of asked) body += piece;
    seen.push(body);
    response.end(`heard ${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  proxy = await startProxy({ host: "127.0.0.1", port: address.port });
  url = proxy.through(`http://localhost:${address.port}/`);
});
beforeEach(async () => {
  seen = [];
  await proxy.set({ kind: "clear" });
  proxy.trap(null);
  proxy.cut();
  await standing(0);
});
afterAll(async () => {
  await proxy.stop();
  await new Promise((resolve) => server.close(resolve));
});

/** What the server answered, or the code of what went wrong. A connection of its own each time. */
function say(body: string, timeoutMs = 20_000): Promise<string> {
  return new Promise((resolve) => {
    const asked = request(url, { method: "POST", agent: false, timeout: timeoutMs }, async (answer) => {
      let text = "";
      for await (const piece of answer) text += piece;
      resolve(text);
    });
    asked.once("timeout", () => asked.destroy(new Error("late")));
    asked.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    asked.end(body);
  });
}

const standing = async (count: number) => {
  for (let turn = 0; proxy.count() !== count; turn += 1) {
    if (turn > 2_000) throw new Error(`${proxy.count()} connections stand.`);
    await delay(5);
  }
};

test("in clear weather everything passes, and nothing stays open", async () => {
  const long = "x".repeat(3_000_000);
  expect(await Promise.all([say("one"), say("two"), say(long)])).toEqual([
    "heard one",
    "heard two",
    `heard ${long}`,
  ]);
  await standing(0);
});

test("addresses keep everything but host and port", () => {
  const through = (text: string) => proxy.through(text).replace(String(proxy.port), "PORT");
  expect(through("http://localhost:80")).toBe("http://127.0.0.1:PORT");
  expect(through("http://localhost:80/a/b/?c=d")).toBe("http://127.0.0.1:PORT/a/b/?c=d");
  expect(through("redis://10.0.0.1:6379/3")).toBe("redis://127.0.0.1:PORT/3");
  expect(through("postgres://me:secret@db:5432/name")).toBe("postgres://me:secret@127.0.0.1:PORT/name");
});

test("in slow weather and in a trickle everything arrives, later", async () => {
  await proxy.set({ kind: "slow", ms: 100 });
  const begin = performance.now();
  expect(await say("slow")).toBe("heard slow");
  expect(performance.now() - begin).toBeGreaterThan(190);
  await proxy.set({ kind: "trickle", bytes: 16, ms: 5 });
  const trickled = performance.now();
  expect(await say("little by little")).toBe("heard little by little");
  expect(performance.now() - trickled).toBeGreaterThan(50);
});

test("in still weather nothing passes until it clears, and then all of it", async () => {
  await proxy.set({ kind: "still" });
  const answer = say("patience");
  await standing(1);
  await delay(50);
  expect(seen).toEqual([]);
  await proxy.set({ kind: "clear" });
  expect(await answer).toBe("heard patience");
});

test("a half-open connection leads nowhere for ever; one that is opened afterwards is as good as any", async () => {
  await proxy.set({ kind: "half_open" });
  const answer = say("is anybody there", 400);
  await standing(1);
  await proxy.set({ kind: "clear" });
  expect(await say("hello")).toBe("heard hello");
  expect(await answer).toBe("late");
  expect(seen).toEqual(["hello"]);
});

test("what is refused is refused at once, and is back again on the same port", async () => {
  await proxy.set({ kind: "refuse" });
  expect(await say("nobody")).toBe("ECONNREFUSED");
  await proxy.set({ kind: "clear" });
  expect(await say("back")).toBe("heard back");
});

test("a cut resets what stands", async () => {
  await proxy.set({ kind: "still" });
  const answer = say("cut off");
  await standing(1);
  proxy.cut();
  expect(await answer).toBe("ECONNRESET");
  expect(seen).toEqual([]);
});

describe("a trap", () => {
  const on = (word: string, verdict: "reset" | "lose_answer" | "hold_answer") =>
    proxy.trap((sent) => (sent.includes(word) ? verdict : "pass"));

  test("resets before the server sees it, and only what it is for", async () => {
    on("commit", "reset");
    expect(await say("commit")).toBe("ECONNRESET");
    expect(await say("begin")).toBe("heard begin");
    expect(seen).toEqual(["begin"]);
  });

  test("loses the answer to what took effect", async () => {
    on("commit", "lose_answer");
    expect(await say("commit")).toBe("ECONNRESET");
    expect(seen).toEqual(["commit"]);
  });

  test("holds an answer until it is let go", async () => {
    on("commit", "hold_answer");
    let answered = false;
    const answer = say("commit").finally(() => {
      answered = true;
    });
    while (seen.length === 0) await delay(5);
    await delay(50);
    expect(answered).toBe(false);
    proxy.release();
    expect(await answer).toBe("heard commit");
  });
});
