import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { type Postgres, startPostgres } from "../services/postgres";
import { correctInvoice, expectMadeOnce } from "./stage/corrections";
import { settle, startDisturbedRun, startTwo } from "./stage/disturbed-run";
import { report } from "./stage/report";
import { openStage, type Stage } from "./stage/stage";
import { until } from "./stage/until";

jest.setTimeout(240_000);

/** A server of its own, which keeps what it has committed: it is going to be killed. */
const dir = mkdtempSync(path.join(tmpdir(), "prism-connect-postgres-"));
const server = {
  dataDir: path.join(dir, "data"),
  logFile: path.join(dir, "postgres.log"),
  runDir: process.env.TEST_RUN_DIR,
  maxConnections: 60,
};
let postgres: Postgres;
let stage: Stage;

beforeAll(async () => {
  postgres = await startPostgres(server);
  stage = await openStage({ serverUrl: postgres.url });
  await stage.turnOn("Two Rivers Aged Care");
  expect((await stage.run("customers")).status).toBe("success");
});
afterEach(() => stage.clearUp());
afterAll(async () => {
  await stage.close();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Sessions beside the product's; what a failed test leaves open would stand in the next one's way. */
const sessions: Client[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((client) => client.end().catch(() => undefined)));
});

async function connectAsOwner(): Promise<Client> {
  const client = new Client({ connectionString: stage.database.ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  sessions.push(client);
  return client;
}

const endSessions = (client: Client) =>
  client.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'prism_worker'");

/** What is said of the run itself. */
const stoppedBy = (runId: string) =>
  stage.sql("select code from issues where run_id = $1 and item_id is null", [runId]);

test("an immediate restart in a run: the workers come back by themselves, and each line is written once", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  // SIGQUIT: no session is ended in order, and the server recovers from its log when it comes back.
  process.kill(postgres.process.pid, "SIGQUIT");
  await postgres.process.exited;
  await delay(2_000);
  postgres = await startPostgres(server);
  await stage.finished(runId, 90_000);
  expect(await stoppedBy(runId)).toEqual([]);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
  expect(stage.workers.map((worker) => worker.hasExited())).toEqual([false, false]);
});

test("every session ends in a run, and others begin at once: the run is handed over and ends in no error", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  await endSessions(await connectAsOwner());
  // Ours that look at it are ended, too.
  await delay(1_000);
  await stage.finished(runId);
  expect(await stoppedBy(runId)).toEqual([]);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("half-open: sessions that lead nowhere are given up, and each line is written once", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  await stage.ways.postgres.set({ kind: "half_open" });
  await delay(3_000);
  await stage.ways.postgres.set({ kind: "clear" });
  const since = performance.now();
  await stage.finished(runId, 150_000);
  report("PostgreSQL no longer half-open to the end of the run", performance.now() - since);
  expect(await stoppedBy(runId)).toEqual([]);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
  expect(stage.workers.map((worker) => worker.hasExited())).toEqual([false, false]);
});

test("no connection left for anybody: the run waits for the database, and each line is written once", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  const owner = await connectAsOwner();
  const hoarded: Client[] = [];
  for (let free = true; free; ) {
    const taken = await connectAsOwner().catch(() => null);
    if (taken) hoarded.push(taken);
    else free = false;
    // What the workers had is taken too, as soon as they let go of it.
    if (!free && hoarded.length < 55) free = (await endSessions(owner)).rowCount !== 0;
  }
  await delay(4_000);
  await Promise.all([owner, ...hoarded].map((client) => client.end()));
  await stage.finished(runId, 90_000);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("a deadlock at the end of a run: PostgreSQL ends the worker's transaction, and the run is ended by the next try", async () => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage);
  const owner = await connectAsOwner();
  await owner.query("begin");
  await owner.query("select from sync_status where kind = 'customers' for update");
  const runId = await stage.request("customers");
  // The worker has locked its run and waits for the status; we want the run, and wait for it in turn.
  await until("the worker waits for our lock", async () => {
    const waiting = await stage.sql("select from pg_locks where not granted");
    return waiting.length > 0;
  });
  const mine = owner.query("select from sync_runs where id = $1 for update", [runId]).then(
    () => "ours",
    () => "theirs",
  );
  expect(["ours", "theirs"]).toContain(await mine);
  await owner.query("rollback");
  await stage.finished(runId);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
  const [deadlocks] = await stage.sql<{ count: string }>(
    "select deadlocks as count from pg_stat_database where datname = current_database()",
  );
  expect(Number(deadlocks?.count)).toBeGreaterThan(0);
});

test.each([
  ["what is to be written", /insert into "intents"/],
  ["a write that may now be sent", /"sent_at" = clock_timestamp\(\)/],
  ["a write that was made", /insert into "agreement_lines"/],
  ["the end of the run", /update "sync_runs" set .*"finished_at" = /],
])("a commit whose answer is lost: %s", async (_, statement) => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage);
  let caught = false;
  stage.ways.postgres.trap((sent) => {
    const transaction = sent.slice(sent.lastIndexOf("begin"));
    if (caught || !transaction.includes("commit") || !statement.test(transaction)) return "pass";
    caught = true;
    return "lose_answer";
  });
  const runId = await stage.request("customers");
  await stage.finished(runId);
  expect(caught).toBe(true);
  // Its own database ended no run: whoever took it up has said what became of the write.
  expect(await stoppedBy(runId)).toEqual([]);
  await stage.finished(await stage.request("customers"));
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("read-only in a run: nothing is written that cannot be recorded, and the run goes on afterwards", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  const owner = await connectAsOwner();
  const name = new URL(stage.database.ownerUrl).pathname.slice(1);
  const set = async (readOnly: "on" | "off") => {
    await owner.query("set transaction read write");
    await owner.query(`alter database ${name} set default_transaction_read_only = ${readOnly}`);
    await endSessions(owner);
  };
  await owner.query("set default_transaction_read_only = off");
  await set("on");
  await delay(4_000);
  await set("off");
  await stage.finished(runId);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("somebody else locks the run's row for a while: it waits, and is done once", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  const owner = await connectAsOwner();
  await owner.query("begin");
  await owner.query("select from sync_runs where id = $1 for update", [runId]);
  await delay(6_000);
  await owner.query("rollback");
  await stage.finished(runId);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});
