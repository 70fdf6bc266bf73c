import { epochIs, ownerOf, settle, startTwo } from "./stage/disturbed-run";
import { openStage, type Stage } from "./stage/stage";
import { until } from "./stage/until";

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ psa: "autotask" });
});
afterEach(() => stage.clearUp());
afterAll(() => stage.close());

const countAdjustments = async () =>
  (await stage.control.writes("autotask")).filter(({ path }) => path.endsWith("ServiceAdjustments")).length;

async function countConfirmed(): Promise<number> {
  const [row] = await stage.sql<{ count: number }>(
    "select count(*)::int as count from intents where operation = 'adjust_units' and state = 'confirmed'",
  );
  return row?.count ?? 0;
}

/** Traps the first adjustment that the PSA has made: its answer does not come. */
async function runUntilAdjusted(): Promise<string> {
  let caught = false;
  stage.ways.psa.trap((sent) => {
    if (caught || !/POST \S+ServiceAdjustments /.test(sent)) return "pass";
    caught = true;
    return "hold_answer";
  });
  const before = await countAdjustments();
  const runId = await stage.request("customers");
  await until("the PSA has made it", async () => caught && (await countAdjustments()) > before);
  return runId;
}

/** An adjustment is a delta: each one that the PSA accepted is one that we know of, and nothing is left to be written. */
async function expectAdjustedOnce(): Promise<void> {
  await settle(stage);
  expect(await countAdjustments()).toBe(await countConfirmed());
  expect((await stage.finished(await stage.request("customers"))).status).toBe("no_change");
  expect(await countAdjustments()).toBe(await countConfirmed());
}

test("killed after Autotask made an adjustment and before it could be recorded: found in the units, not made again", async () => {
  await startTwo(stage);
  await stage.turnOn("Lighthouse Conveyancing");
  const runId = await runUntilAdjusted();
  await (await ownerOf(stage, runId)).owner.kill();
  stage.ways.psa.release();
  await epochIs(stage, runId, 2);
  await stage.finished(runId);
  await expectAdjustedOnce();
});

test("an adjustment whose worker stands still for longer than its lease: found in the units, not made again", async () => {
  await startTwo(stage);
  await stage.turnOn("Tamar Hill Cellars");
  const runId = await runUntilAdjusted();
  const { owner } = await ownerOf(stage, runId);
  owner.freeze();
  await epochIs(stage, runId, 2);
  stage.ways.psa.release();
  await stage.finished(runId);
  owner.thaw();
  await expectAdjustedOnce();
});
