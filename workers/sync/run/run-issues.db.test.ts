import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { mappings, psaCompanies } from "@/db/schema";
import { type Clock, DAY, MINUTE, systemClock } from "@/lib/clock";
import { backdateRun } from "@/scripts/catalogue/portal";
import { clockFrom } from "@/scripts/testing/rig";
import { changeSettings, questionOf } from "@/scripts/testing/rig-decisions";
import { runIssuesOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { decideRetry } from "@/workers/connectors/retry";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 300 } });
  await bench.turnOn("Lighthouse Conveyancing");
  expect((await bench.run("customers")).status).toBe("success");
});
afterEach(() => bench.control.clearFaults());
afterAll(() => bench.close());

const codesOf = async (runId: string) => (await runIssuesOf(bench, runId)).map((issue) => issue.code);

/** The run as a worker would do it whose clock shows another day. */
async function runAt(clock: Clock, trigger: "person" | "schedule") {
  const runId = await bench.request("customers", { trigger });
  await bench.work(runId, { ...bench.tools.engine, clock });
  return bench.findRun(runId);
}

test("a PSA that lists no agreements at all fails the run, not each customer", async () => {
  await bench.control.fault({
    service: "connectwise",
    method: "GET",
    pattern: "/finance/agreements$",
    times: "always",
    effect: { kind: "answer", status: 200, body: [] },
  });
  const before = await bench.control.ourAdditions();
  const run = await bench.run("customers");
  expect(run.status).toBe("error");
  expect(await codesOf(run.id)).toEqual(["psa_unavailable"]);
  expect(await bench.outcomes(run.id)).toEqual([]);
  expect(await bench.control.ourAdditions()).toEqual(before);
  await bench.control.clearFaults();
  expect((await bench.run("customers")).status).toBe("no_change");
});

describe("a PSA that asks to slow down", () => {
  const slowDown = (seconds = "1") =>
    bench.control.fault({
      service: "connectwise",
      method: "GET",
      pattern: "/finance/agreements$",
      times: "always",
      effect: {
        kind: "answer",
        status: 429,
        headers: { "retry-after": seconds },
        body: { message: "Later." },
      },
    });

  test("is waited for however often it asks, and the run says why", async () => {
    await slowDown();
    const runId = await bench.request("customers");
    for (const _turn of [1, 2, 3, 4]) {
      expect(await bench.work(runId)).toMatchObject({ ended: "postponed" });
      expect(await bench.findRun(runId)).toMatchObject({
        status: "queued",
        attempts: 0,
        waitReason: "psa_rate_limited",
      });
      await bench.hurry(runId);
    }
    await bench.control.clearFaults();
    expect((await bench.workOff(runId)).status).toBe("no_change");
  });

  test("for a day after the start of the run ends it in Error", async () => {
    await slowDown("900");
    const runId = await bench.request("customers");
    expect(await bench.work(runId)).toMatchObject({ ended: "postponed" });
    await bench.hurry(runId);
    await backdateRun(bench, runId, DAY - 10 * MINUTE);
    // A quarter of an hour later is too late.
    expect(await bench.work(runId, { ...bench.tools.engine, decideRetry })).toEqual({ ended: "finished" });
    expect((await bench.findRun(runId)).status).toBe("error");
    expect(await codesOf(runId)).toEqual(["psa_rate_limited"]);
    await bench.control.clearFaults();
    expect((await bench.run("customers")).status).toBe("no_change");
  });
});

test("an invoice that does not come by its usual day is told on schedule, with the day", async () => {
  const inTime = await runAt(clockFrom("2026-12-10T00:00:00Z"), "schedule");
  expect([inTime.status, await codesOf(inTime.id)]).toEqual(["no_change", []]);
  const late = await runAt(clockFrom("2026-12-11T00:00:00Z"), "schedule");
  expect([late.status, await codesOf(late.id)]).toEqual(["warning", ["invoice_late"]]);
  const [issue] = await runIssuesOf(bench, late.id);
  expect(issue?.facts).toEqual({ from: "2026-11-01", to: "2026-11-30", date: "2026-12-10" });
});

test("a run that leaves something open says when the last correct one is long ago", async () => {
  await changeSettings(bench, { staleAfterDays: 10 });
  const runAgo = (days: number): Clock => ({ ...systemClock, now: () => new Date(Date.now() + days * DAY) });
  const change = (psaAgreementId: string) =>
    inOrg(bench.db, bench.orgId, (tx) =>
      tx.update(mappings).set({ psaAgreementId }).where(eq(mappings.enabled, true)).returning(),
    );
  const [mapping] = await inOrg(bench.db, bench.orgId, (tx) =>
    tx.select().from(mappings).where(eq(mappings.enabled, true)),
  );
  await change("999999");
  const soon = await runAt(runAgo(9), "person");
  expect(await codesOf(soon.id)).not.toContain("sync_stale");
  const stale = await runAt(runAgo(12), "person");
  expect([stale.status, await codesOf(stale.id)]).toEqual(["error", ["sync_stale"]]);
  await change(mapping?.psaAgreementId ?? "");
  expect(await codesOf((await runAt(runAgo(12), "person")).id)).toEqual([]);
});

test("a company that is out of use, and another one of its name, are told on the customer", async () => {
  const [mapping] = await inOrg(bench.db, bench.orgId, (tx) =>
    tx.select().from(mappings).where(eq(mappings.enabled, true)),
  );
  const psaId = mapping?.psaCompanyId ?? "";
  const company = (id: string, inactive: boolean) => ({
    orgId: bench.orgId,
    connectionId: bench.programSync.connectionId,
    psaId: id,
    identifier: `Company${id}`,
    name: "Lighthouse Conveyancing",
    inactive,
    seenAt: new Date(),
  });
  const replace = (rows: ReturnType<typeof company>[]) =>
    inOrg(bench.db, bench.orgId, async (tx) => {
      await tx.delete(psaCompanies);
      await tx.insert(psaCompanies).values(rows);
    });
  const key = `customer:${mapping?.customerId}`;

  await replace([company(psaId, true), company("99001", false)]);
  const inactive = await bench.run("customers");
  const first = await questionOf(bench, { runId: inactive.id, code: "psa_company_inactive", key });
  expect(first.facts).toMatchObject({ companyId: psaId, activeId: "99001" });
  expect(inactive.counts).toMatchObject({ warnings: 1, failed: 0, held: 0 });

  await replace([company(psaId, false), company("99001", false)]);
  const twice = await bench.run("customers");
  const second = await questionOf(bench, { runId: twice.id, code: "mapping_target_duplicate", key });
  expect(second.facts.company).toContain("(99001)");

  await replace([company(psaId, false), company("99001", true)]);
  expect((await bench.run("customers")).status).toBe("no_change");
});
