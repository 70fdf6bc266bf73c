import { openQueueBackend } from "@/workers/queues/backend";
import { jobDefinitions } from "@/workers/queues/definitions";
import { correctInvoice, expectMadeOnce, slowWrites } from "./stage/corrections";
import { countIntents, epochIs, ownerOf, settle, startDisturbedRun } from "./stage/disturbed-run";
import { openStage, type Stage } from "./stage/stage";
import { until } from "./stage/until";

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.turnOn("Two Rivers Aged Care");
  expect((await stage.run("customers")).status).toBe("success");
});
afterEach(() => stage.clearUp());
afterAll(() => stage.close());

test("out of memory in a run: the process is ended for it, and another worker finishes the run", async () => {
  const small = { NODE_OPTIONS: "--max-old-space-size=128", FILL_MEMORY: "1" };
  await Promise.all([stage.startWorker("first", small), stage.startWorker("second", small)]);
  const corrections = await correctInvoice(stage);
  await slowWrites(stage, 700);
  const runId = await stage.request("customers");
  await until("the run writes", async () => (await countIntents(stage, runId, "confirmed")) > 0);
  const { owner } = await ownerOf(stage, runId);
  expect((await owner.fillMemory()).code).not.toBe(0);
  expect(owner.log()).toContain("heap out of memory");
  await epochIs(stage, runId, 2);
  await stage.finished(runId);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("the database grows for a later version while this one works: nobody notices", async () => {
  const { runId, owner, corrections } = await startDisturbedRun(stage);
  const tables = await stage.sql<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  for (const { name } of tables) {
    await stage.sql(
      `alter table ${name} add column later_text text, add column later_count int not null default 0`,
    );
  }
  await owner.kill();
  await stage.startWorker("third");
  await stage.finished(runId);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("a job that a later version has put into the queue, with more than this one knows, is done", async () => {
  const worker = await stage.startWorker("first");
  const corrections = await correctInvoice(stage);
  const runId = await stage.request("customers");
  const backend = openQueueBackend({ redisUrl: stage.redis.url, databaseUrl: "" });
  const queue = backend.queue(jobDefinitions.run.queue);
  const payload = { orgId: stage.orgId, subjectId: runId, later: { version: 2 } };
  await queue.add("run", payload, { jobId: "later" });
  await stage.finished(runId);
  await queue.close();
  await settle(stage);
  await expectMadeOnce(stage, corrections);
  expect(worker.log()).not.toContain("A job failed");
});
