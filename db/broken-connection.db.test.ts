import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { createTestDatabase } from "@/scripts/testing/database";
import { openDatabase } from "./client";

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
