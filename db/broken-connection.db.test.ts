import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { Gate } from "@/scripts/faults/proxy/gate";
import { startProxy } from "@/scripts/faults/proxy/proxy";
import { createTestDatabase } from "@/scripts/testing/database";
import { inOrg, openDatabase } from "./client";
import { isDatabaseAway } from "./database-away";

test("a connection that breaks between two statements fails its transaction, not the process", async () => {
  const database = await createTestDatabase();
  const { db, close } = openDatabase(database.workerUrl, { maxConnections: 2 });
  const owner = openDatabase(database.ownerUrl, { maxConnections: 1 });
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on("uncaughtException", note);
  try {
    const broken = db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      const pid = rows[0]?.pid;
      await owner.db.execute(sql`select pg_terminate_backend(${pid})`);
      await untilGone(owner.db, pid);
      await tx.execute(sql`select 1`);
    });
    await expect(broken).rejects.toThrow();
    expect(uncaught).toEqual([]);
    expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  } finally {
    process.off("uncaughtException", note);
    await close();
    await owner.close();
    await database.drop();
  }
});

async function untilGone(db: ReturnType<typeof openDatabase>["db"], pid: number | undefined): Promise<void> {
  for (;;) {
    const { rows } = await db.execute(sql`select 1 from pg_stat_activity where pid = ${pid}`);
    if (rows.length === 0) break;
  }
  // The client is told of it with the next turns of the event loop.
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
}

test("a connection that breaks at the beginning of a transaction makes room in the pool for another one", async () => {
  const database = await createTestDatabase();
  const { hostname: host, port } = new URL(database.workerUrl);
  let breaks = 2;
  const server = createServer((client) => {
    const postgres = connect({ host, port: Number(port) });
    client.on("error", () => undefined);
    postgres.on("error", () => undefined).on("data", (chunk) => client.write(chunk));
    client.once("close", () => postgres.destroy());
    client.on("data", (chunk: Buffer) => {
      const isBroken = breaks > 0 && chunk.includes("begin");
      if (isBroken) breaks -= 1;
      if (isBroken) client.destroy();
      else postgres.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(database.workerUrl);
  if (address !== null && typeof address !== "string") url.port = String(address.port);
  const { db, pool, close } = openDatabase(url.toString(), { maxConnections: 2 });
  try {
    for (let i = 0; i < 2; i += 1) await expect(db.transaction(async () => "done")).rejects.toThrow();
    expect([breaks, pool.totalCount]).toEqual([0, 0]);
    expect(await db.transaction(async () => "done")).toBe("done");
  } finally {
    await close();
    server.close();
    await database.drop();
  }
});

test("a database that is not reached is away, whichever way it is asked", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  server.close();
  await once(server, "close");
  const { db, close } = openDatabase(`postgres://nobody@127.0.0.1:${address.port}/none`, {
    maxConnections: 1,
  });
  try {
    const asked = [
      db.transaction(async () => "done"),
      db.execute(sql`select 1`),
      inOrg(db, "none", async () => "done"),
    ];
    for (const { reason } of rejected(await Promise.allSettled(asked)))
      expect(isDatabaseAway(reason)).toBe(true);
    expect(rejected(await Promise.allSettled(asked))).toHaveLength(3);
  } finally {
    await close();
  }
});

test("a transaction that stands still is ended by the database, which lets its rows go, and counts as away", async () => {
  const database = await createTestDatabase();
  const still = openDatabase(database.ownerUrl, { maxConnections: 1, pauseLimitMs: 200 });
  const other = openDatabase(database.ownerUrl, { maxConnections: 1 });
  try {
    await other.db.execute(sql`create table held as select 1 as one`);
    const taken = new Gate();
    const goesOn = new Gate();
    const standing = still.db.transaction(async (tx) => {
      await tx.execute(sql`select one from held for update`);
      taken.open();
      await goesOn.opened;
      await tx.execute(sql`update held set one = 2`);
    });
    await taken.opened;
    // Waits for the row's lock until the session that holds it is ended.
    const { rows } = await other.db.execute(sql`select one from held for update`);
    goesOn.open();
    const [failure] = rejected(await Promise.allSettled([standing]));
    expect(isDatabaseAway(failure?.reason)).toBe(true);
    expect([rows, still.pool.totalCount]).toEqual([[{ one: 1 }], 0]);
  } finally {
    await still.close();
    await other.close();
    await database.drop();
  }
});

test("a connection that leads nowhere is given up, and the next one is used", async () => {
  const database = await createTestDatabase();
  const target = new URL(database.workerUrl);
  const proxy = await startProxy({ host: target.hostname, port: Number(target.port) });
  const { db, pool, close } = openDatabase(proxy.through(database.workerUrl), {
    maxConnections: 1,
    silenceLimitMs: 300,
  });
  try {
    await db.execute(sql`select 1`);
    await proxy.set({ kind: "half_open" });
    const asked = inOrg(db, "none", async () => "done");
    const [failure] = rejected(await Promise.allSettled([asked]));
    expect(isDatabaseAway(failure?.reason)).toBe(true);
    expect(pool.totalCount).toBe(0);
    await proxy.set({ kind: "clear" });
    expect(await inOrg(db, "none", async () => "done")).toBe("done");
  } finally {
    await close();
    await proxy.stop();
    await database.drop();
  }
});

function rejected(results: PromiseSettledResult<unknown>[]): PromiseRejectedResult[] {
  return results.filter((result): result is PromiseRejectedResult => result.status === "rejected");
}
