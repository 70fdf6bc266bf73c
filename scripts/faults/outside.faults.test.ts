import { setTimeout as delay } from "node:timers/promises";
import { agreementOf } from "../testing/rig-records";
import type { Trap } from "./proxy/link";
import { correctInvoice, expectMadeOnce } from "./stage/corrections";
import { settle, startDisturbedRun, startTwo } from "./stage/disturbed-run";
import { report } from "./stage/report";
import { openStage, type Stage } from "./stage/stage";
import { until } from "./stage/until";

jest.setTimeout(240_000);

const customer = "Two Rivers Aged Care";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.turnOn(customer);
  expect((await stage.run("customers")).status).toBe("success");
});
afterEach(() => stage.clearUp());
afterAll(() => stage.close());

/** The first request that matches meets this; all others pass. */
function once(
  request: RegExp,
  verdict: "reset" | "lose_answer" | "hold_answer",
): Trap & { caught: () => boolean } {
  let caught = false;
  const trap: Trap = (sent) => {
    if (caught || !request.test(sent)) return "pass";
    caught = true;
    return verdict;
  };
  return Object.assign(trap, { caught: () => caught });
}

test.each([
  ["reset before the PSA has seen the write", "reset"],
  ["reset after the write took effect", "lose_answer"],
] as const)("a connection %s: read back, made once", async (_, verdict) => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage);
  const trap = once(/PATCH \S+\/additions\/\d+ /, verdict);
  stage.ways.psa.trap(trap);
  await stage.finished(await stage.request("customers"));
  expect(trap.caught()).toBe(true);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("a PSA, a PRISM and a database that only trickle: the run takes longer", async () => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage, 2);
  for (const way of [stage.ways.psa, stage.ways.prism])
    await way.set({ kind: "trickle", bytes: 4_000, ms: 5 });
  await stage.ways.postgres.set({ kind: "slow", ms: 5 });
  const run = await stage.finished(await stage.request("customers"), 120_000);
  expect(run).toMatchObject({ status: "success", epoch: 1 });
  await expectMadeOnce(stage, corrections);
});

test("writes that lie on the way for longer than their time, and arrive after all, are found and not repeated", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  await stage.ways.psa.set({ kind: "still" });
  await delay(10_000);
  await stage.ways.psa.set({ kind: "clear" });
  await stage.finished(runId);
  await settle(stage);
  expect(await corrections.wrong()).toEqual([]);
  await stage.expectNothingDoubled();
});

test.each([
  ["is half-open", () => stage.ways.psa.set({ kind: "half_open" })],
  ["answers nothing but 503", () => answersAll(503)],
] as const)(
  "a PSA that %s for most of a minute: the rest is done later, and nothing is doubled",
  async (_, breaks) => {
    const { corrections } = await startDisturbedRun(stage);
    await breaks();
    await delay(40_000);
    await stage.ways.psa.set({ kind: "clear" });
    await stage.control.clearFaults();
    await settle(stage);
    await stage.finished(await stage.request("customers"));
    await settle(stage);
    expect(await corrections.wrong()).toEqual([]);
    await stage.expectNothingDoubled();
  },
);

async function answersAll(status: number): Promise<void> {
  const effect = { kind: "answer", status, body: "<html>Service Unavailable</html>" } as const;
  await stage.control.fault({ service: "connectwise", times: "always", effect });
}

test("keys that are refused in the middle of a run stop it, and the next run does the rest", async () => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage);
  const effect = { kind: "answer", status: 401, body: { code: "Unauthorized", message: "Unauthorized" } };
  await stage.control.fault({ service: "connectwise", method: "PATCH", skip: 2, times: "always", effect });
  const run = await stage.finished(await stage.request("customers"));
  expect(run).toMatchObject({ status: "error", counts: { unknown: 0 } });
  expect((await corrections.wrong()).length).toBeGreaterThan(0);
  await stage.control.clearFaults();
  await stage.finished(await stage.request("customers"));
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

describe("mails", () => {
  const endAgreement = async (endDate: string | null) =>
    stage.control.edit("connectwise", "agreements", await agreementOf(stage, customer), { endDate });

  /** A run that fails because the agreement is over, or the one after that. */
  async function runWith(endDate: string | null) {
    await endAgreement(endDate);
    await correctInvoice(stage, 1);
    return stage.finished(await stage.request("customers"));
  }

  const mailsOf = (causeId: string) =>
    stage.sql<{ id: string; purpose: string; accepted_at: Date | null }>(
      "select id, purpose, accepted_at from mails where cause_id = $1",
      [causeId],
    );

  test("a failure and the recovery from it are each accepted once, and soon", async () => {
    await startTwo(stage);
    const waited: number[] = [];
    for (const endDate of ["2026-09-30", null, "2026-08-31", null]) {
      const before = (await stage.control.mails()).length;
      const run = await runWith(endDate);
      const [mail] = await until("its mail is accepted", async () => {
        const due = await mailsOf(run.id);
        return due.length > 0 && due.every(({ accepted_at }) => accepted_at) && due;
      });
      expect(mail?.purpose).toBe(endDate === null ? "recovery" : "failure");
      waited.push((mail?.accepted_at?.getTime() ?? 0) - (run.finishedAt?.getTime() ?? 0));
      expect((await stage.control.mails()).length).toBe(before + 1);
    }
    report("end of a run to its mail's acceptance, the longest of four", Math.max(...waited));
  });

  test("a worker killed after the mail was accepted and before that could be recorded: accepted once", async () => {
    await startTwo(stage);
    const before = (await stage.control.mails()).length;
    const trap = once(/POST \/emails/, "hold_answer");
    stage.ways.mail.trap(trap);
    const run = await runWith("2026-09-30");
    await until("the mail is accepted", async () => (await stage.control.mails()).length > before);
    expect((await mailsOf(run.id)).map(({ accepted_at }) => accepted_at)).toEqual([null]);
    await Promise.all(stage.workers.map((worker) => worker.kill()));
    stage.ways.mail.release();
    await stage.startWorker("third");
    await until("it is recorded", async () => {
      await stage.sql("update mails set due_at = now() where state = 'due'");
      return (await mailsOf(run.id)).every(({ accepted_at }) => accepted_at);
    });
    expect((await stage.control.mails()).length).toBe(before + 1);
    await runWith(null);
  });
});
