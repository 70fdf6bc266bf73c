import { setTimeout as delay } from "node:timers/promises";
import { correctInvoice, expectMadeOnce } from "./stage/corrections";
import { countIntents, epochIs, ownerOf, settle, startDisturbedRun, startTwo } from "./stage/disturbed-run";
import { report } from "./stage/report";
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

const countWrites = async () => (await stage.control.writes("connectwise")).length;

test("SIGKILL in a run: another worker takes it up and finishes it, each line written once", async () => {
  for (let kill = 1; kill <= 5; kill += 1) {
    const { runId, owner, corrections } = await startDisturbedRun(stage);
    const killed = performance.now();
    await owner.kill();
    await epochIs(stage, runId, 2);
    report("kill -9 to another worker's claim", performance.now() - killed);
    const seen = await countIntents(stage, runId, "confirmed");
    await until("it writes", async () => (await countIntents(stage, runId, "confirmed")) > seen);
    report("kill -9 to another worker's first confirmed write", performance.now() - killed);
    await stage.finished(runId);
    await settle(stage);
    await expectMadeOnce(stage, corrections);
    await stage.clearUp();
  }
});

test("SIGTERM in a run: the worker ends by itself within ten seconds, and another one finishes the run", async () => {
  const { runId, owner, corrections } = await startDisturbedRun(stage);
  const { code, tookMs } = await owner.terminate();
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  expect(await stage.finished(runId)).toMatchObject({ status: "success", epoch: 2 });
  await expectMadeOnce(stage, corrections);
});

test("SIGSTOP longer than the lease, then CONT: the run has gone on elsewhere, and the stale worker writes nothing", async () => {
  const { runId, owner, corrections } = await startDisturbedRun(stage);
  owner.freeze();
  await epochIs(stage, runId, 2);
  await stage.finished(runId);
  const before = await countWrites();
  owner.thaw();
  await delay(2_000);
  expect(await countWrites()).toBe(before);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
  expect(owner.hasExited()).toBe(false);
});

test("a worker that stands still while it holds the run's row: the database ends its session, and another one goes on", async () => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage, 2);
  let caught = false;
  stage.ways.postgres.trap((sent) => {
    const transaction = sent.slice(sent.lastIndexOf("begin"));
    if (caught || !/from "sync_runs" where [^;]*for update/.test(transaction)) return "pass";
    caught = true;
    return "hold_answer";
  });
  const runId = await stage.request("customers");
  await until("its row is locked", () => caught);
  const { owner } = await ownerOf(stage, runId);
  owner.freeze();
  stage.ways.postgres.release();
  await stage.finished(runId);
  expect((await stage.findRun(runId)).epoch).toBe(2);
  const before = await countWrites();
  owner.thaw();
  await delay(2_000);
  expect(await countWrites()).toBe(before);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
  expect(owner.hasExited()).toBe(false);
});

test("a blocked event loop is no better than a stopped process, and no worse", async () => {
  await stage.startWorker("first", { BLOCK_MS: "20000" });
  await stage.startWorker("second", { BLOCK_MS: "20000" });
  const corrections = await correctInvoice(stage);
  const runId = await stage.request("customers");
  const { owner } = await ownerOf(stage, runId);
  owner.block();
  await until("it is done", async () => (await stage.findRun(runId)).finishedAt);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("a worker held between fence and request beyond its lease sends nothing, though its line was made meanwhile", async () => {
  await startTwo(stage);
  const before = (await stage.control.ourAdditions()).length;
  await stage.turnOn("Tamar Hill Cellars");
  let caught = false;
  stage.ways.postgres.trap((sent) => {
    const transaction = sent.slice(sent.lastIndexOf("begin"));
    if (caught || !/"sent_at" = clock_timestamp\(\).*commit/s.test(transaction)) return "pass";
    caught = true;
    return "hold_answer";
  });
  const runId = await stage.request("customers");
  await until("a write has passed the fence", () => caught);
  const { owner } = await ownerOf(stage, runId);
  owner.freeze();
  // Its write is marked as sent, and it will hear so when it goes on; the request itself is still to be made.
  stage.ways.postgres.release();
  await until("it stands as sent", async () => (await countIntents(stage, runId, "sent")) > 0);
  await epochIs(stage, runId, 2);
  await stage.finished(runId);
  await settle(stage);
  const made = await countWrites();
  owner.thaw();
  await delay(3_000);
  expect(await countWrites()).toBe(made);
  expect((await stage.control.ourAdditions()).length).toBeGreaterThan(before);
  await stage.expectNothingDoubled();
});

test("killed after the PSA made a line and before it could be recorded: found by reading, and not made again", async () => {
  await startTwo(stage);
  await stage.turnOn("Lighthouse Conveyancing");
  let caught = false;
  stage.ways.psa.trap((sent) => {
    if (caught || !/POST \S+\/additions /.test(sent)) return "pass";
    caught = true;
    return "hold_answer";
  });
  const before = await countWrites();
  const runId = await stage.request("customers");
  await until("the PSA has made it", async () => caught && (await countWrites()) > before);
  await (await ownerOf(stage, runId)).owner.kill();
  stage.ways.psa.release();
  await epochIs(stage, runId, 2);
  expect((await stage.finished(runId)).status).toBe("success");
  await settle(stage);
  await stage.expectNothingDoubled();
});

test("while every worker is down nothing is lost: what was asked for is done when one comes back", async () => {
  const { runId, owner, other, corrections } = await startDisturbedRun(stage);
  await Promise.all([owner.kill(), other.kill()]);
  const asked = await stage.request("products");
  await delay(3_000);
  expect((await stage.findRun(asked)).status).toBe("queued");
  await stage.startWorker("third");
  await stage.finished(runId);
  expect((await stage.finished(asked)).status).toBe("no_change");
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});
