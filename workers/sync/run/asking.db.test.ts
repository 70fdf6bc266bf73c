import { inOrg } from "@/db/client";
import { claimRun } from "@/db/commands/runs/claim-run";
import { requestRun } from "@/db/commands/runs/request-run";
import { findWaiting } from "@/db/queries/across-organisations";
import type { SyncKind, SyncTrigger } from "@/db/schema";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { itemsOf, mailsOf, positionsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig("clean", { customers: ["Lighthouse Conveyancing"] });
});
afterAll(() => rig.close());

const ask = (kind: SyncKind, trigger: SyncTrigger = "person", requestedBy: string | null = null) =>
  inOrg(rig.db, rig.orgId, (tx) =>
    requestRun(tx, {
      orgId: rig.orgId,
      programSyncId: rig.programSync.id,
      connectionId: rig.programSync.connectionId,
      kind,
      mode: "live",
      trigger,
      requestedBy,
    }),
  );

const claim = (runId: string) =>
  claimRun(rig.db, { orgId: rig.orgId, runId, worker: "test", leaseMs: 5_000 });

const queued = async () => (await rig.runs()).filter((run) => run.status === "queued");

test("a first customers run waits for a products run, whoever is rung first", async () => {
  const { runId } = await ask("customers");
  const [products, customers] = await queued();
  expect([products?.kind, customers?.kind, customers?.id]).toEqual(["products", "customers", runId]);
  expect((await findWaiting(rig.db, 10)).filter(({ bell }) => bell === "run")).toEqual([
    { orgId: rig.orgId, bell: "run", subjectId: products?.id },
  ]);
  expect(await claim(runId)).toBeNull();
  expect(await rig.work(runId)).toEqual({ ended: "not_ours" });
  expect((await rig.workOff(runId)).status).toBe("success");
  const kinds = (await rig.runs()).map((run) => [run.kind, run.status]);
  expect(kinds).toEqual([
    ["products", "success"],
    ["customers", "success"],
  ]);
});

test("run now ten times at once queues one run", async () => {
  const asked = await Promise.all(Array.from({ length: 10 }, () => ask("customers")));
  expect(new Set(asked.map(({ runId }) => runId)).size).toBe(1);
  expect(await queued()).toHaveLength(1);
  const before = (await rig.runs()).length;
  await rig.workOff(asked[0]?.runId ?? "");
  expect(await rig.runs()).toHaveLength(before);
});

test("a person who asks for what the schedule has queued gets a person's run", async () => {
  const person = "11111111-1111-4111-8111-111111111111";
  const { runId } = await ask("customers", "schedule");
  expect(await ask("customers", "person", person)).toEqual({ runId });
  expect(await rig.findRun(runId)).toMatchObject({ trigger: "person", requestedBy: person });
  expect(await ask("customers", "schedule")).toEqual({ runId });
  expect(await rig.findRun(runId)).toMatchObject({ trigger: "person", requestedBy: person });
  await rig.workOff(runId);
});

test("asked for while it runs, it is run once more afterwards", async () => {
  const { runId } = await ask("customers");
  expect(await claim(runId)).not.toBeNull();
  const next = await ask("customers");
  expect(next.runId).not.toBe(runId);
  expect(await queued()).toHaveLength(1);
  // One active run per connection.
  expect(await claim(next.runId)).toBeNull();
  await expect(rig.findRun(next.runId)).resolves.toMatchObject({ status: "queued", epoch: 0 });
});

test("a preview says what a run would do, and leaves nothing but its own record", async () => {
  const preview = await startRig("clean", { customers: ["Lighthouse Conveyancing"] });
  try {
    await preview.run("products");
    const status = await preview.status("customers");
    const writes = await preview.control.writes("connectwise");
    const before = [await positionsOf(preview), await mailsOf(preview)];
    const run = await preview.run("customers", { mode: "preview" });
    expect([run.status, run.mode, run.counts?.applied]).toEqual(["success", "preview", 0]);
    expect(run.counts?.planned).toBeGreaterThan(0);
    expect(new Set((await itemsOf(preview, run.id)).map((item) => item.outcome))).toEqual(
      new Set(["planned", "skipped"]),
    );
    expect(await preview.control.writes("connectwise")).toEqual(writes);
    expect([await positionsOf(preview), await mailsOf(preview)]).toEqual(before);
    expect(await preview.status("customers")).toEqual(status);
    const live = await preview.run("customers");
    expect(live.counts?.applied).toBe(run.counts?.planned);
  } finally {
    await preview.close();
  }
});
