import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis as Client } from "ioredis";
import { startRedis } from "./redis";

const folder = mkdtempSync(path.join(tmpdir(), "redis of a test "));
const options = { dataDir: path.join(folder, "data"), logFile: path.join(folder, "log") };
afterAll(() => rmSync(folder, { recursive: true }));

async function ask<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

test("a durable one keeps what it knew over a restart at the same port, and refuses rather than forgets", async () => {
  const first = await startRedis({ ...options, durable: true });
  await ask(first.url, (client) => client.set("job", "kept"));
  await first.stop();

  const second = await startRedis({ ...options, durable: true, port: Number(new URL(first.url).port) });
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, (client) => client.get("job"))).toBe("kept");
  expect(await ask(second.url, (client) => client.config("GET", "maxmemory-policy"))).toEqual([
    "maxmemory-policy",
    "noeviction",
  ]);
  await second.stop();
});
