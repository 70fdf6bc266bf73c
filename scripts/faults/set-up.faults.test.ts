import { backUp } from "./stage/backup";
import { correctInvoice, expectMadeOnce } from "./stage/corrections";
import { epochIs, ownerOf, settle, startDisturbedRun, startTwo } from "./stage/disturbed-run";
import { addOrganisation } from "./stage/second-organisation";
import { openStage, type Stage } from "./stage/stage";
import { until } from "./stage/until";

jest.setTimeout(240_000);

const customer = "Two Rivers Aged Care";
const hours = String(3 * 60 * 60 * 1_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.turnOn(customer);
  expect((await stage.run("customers")).status).toBe("success");
});
afterEach(() => stage.clearUp());
afterAll(() => stage.close());

const additionsOf = async (control: Stage["control"]) =>
  (await control.ourAdditions()).map(({ serialNumber, quantity, effectiveDate, cancelledDate }) =>
    [serialNumber, quantity, effectiveDate.slice(0, 10), cancelledDate ?? null].join(" "),
  );

test("clocks that are hours off, each the other way: the database's counts, and a takeover is as good as ever", async () => {
  await stage.startWorker("first", { CLOCK_AHEAD_MS: hours });
  await stage.startWorker("second", { CLOCK_AHEAD_MS: `-${hours}` });
  const corrections = await correctInvoice(stage);
  await stage.control.fault({
    service: "connectwise",
    method: "PATCH",
    times: "always",
    effect: { kind: "delay", ms: 1_000, when: "before" },
  });
  const runId = await stage.request("customers");
  const { owner } = await ownerOf(stage, runId);
  await owner.kill();
  await epochIs(stage, runId, 2);
  const run = await stage.finished(runId);
  expect(Math.abs((run.finishedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test.each([
  ["the customer's sync is turned off", "update mappings set enabled = false where org_id = $1"],
  ["the mapping is removed", "delete from mappings where org_id = $1"],
])(
  "in the middle of a run %s: it ends, nothing is doubled, and the next run leaves the lines alone",
  async (_, text) => {
    const kept = await stage.sql("select * from mappings");
    const { runId } = await startDisturbedRun(stage);
    await stage.sql(text, [stage.orgId]);
    const run = await stage.finished(runId);
    expect(run.counts).toMatchObject({ failed: 0, unknown: 0 });
    await stage.expectNothingDoubled();
    await stage.control.clearFaults();
    const before = await additionsOf(stage.control);
    await stage.finished(await stage.request("customers"));
    expect(await additionsOf(stage.control)).toEqual(before);
    await stage.sql("delete from mappings");
    await stage.sql("insert into mappings select * from jsonb_populate_recordset(null::mappings, $1)", [
      JSON.stringify(kept),
    ]);
    await stage.finished(await stage.request("customers"));
    await settle(stage);
  },
);

test("the database restored from an older backup: lines that it does not know any more are found, not made again", async () => {
  const restore = await backUp(stage);
  const bringOver = async () => {
    await stage.turnOn("Marlin Marine Electrics");
    await startTwo(stage);
    await stage.finished(await stage.request("customers"));
    await settle(stage);
    await stage.clearUp();
  };
  const corrections = await correctInvoice(stage);
  await bringOver();
  const before = await additionsOf(stage.control);
  const writes = (await stage.control.writes("connectwise")).length;
  await restore();
  await bringOver();
  expect(await additionsOf(stage.control)).toEqual(before);
  expect((await stage.control.writes("connectwise")).length).toBe(writes);
  expect(await corrections.wrong()).toEqual([]);
  await stage.expectNothingDoubled();
});

test("two organisations at once, and a worker killed among their writes: nothing crosses, and each has its own", async () => {
  await startTwo(stage);
  const names = ["Halcyon Physiotherapy", "Ironbark Legal"];
  for (const name of names) await stage.turnOn(name);
  const on = await stage.sql<{ name: string }>(
    "select c.name from mappings m join customers c on c.id = m.customer_id where m.enabled and m.program_sync_id = $1",
    [stage.programSync.id],
  );
  const other = await addOrganisation(
    stage,
    on.map(({ name }) => name),
  );
  try {
    await other.control.fault({
      service: "connectwise",
      method: "POST",
      pattern: "/additions$",
      times: "always",
      effect: { kind: "delay", ms: 300, when: "before" },
    });
    const mine = await stage.request("customers");
    const theirs = await other.request();
    await until("both write", async () => (await other.control.ourAdditions()).length > 1);
    await stage.workers[0]?.kill();
    await stage.finished(mine);
    await other.finished(theirs);
    await settle(stage);
    expect(await additionsOf(other.control)).toEqual(await additionsOf(stage.control));
    await stage.expectNothingDoubled();
  } finally {
    await other.close();
  }
});
