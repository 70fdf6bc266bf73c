import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { requestRetry } from "@/db/commands/runs/request-run";
import { decisions, issues, syncRuns } from "@/db/schema";
import { aBilledLine, amountLine, correctInvoice } from "@/scripts/testing/billed-lines";
import { intentsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import type { Engine } from "../../run/engine";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 3_000 } });
  await bench.turnOn("Lighthouse Conveyancing");
  expect((await bench.run("customers")).status).toBe("success");
});
afterAll(() => bench.close());

const worker = (name: string): Engine => ({ ...bench.tools.engine, worker: name });

/** Comes when what a first worker may still send is over: it waits for nothing. */
const lateWorker = (name: string): Engine => ({ ...worker(name), sleep: async () => undefined });

/** A credit that a person has approved, and the run that is to charge it. */
async function approvedCredit(): Promise<{ key: string; runId: string }> {
  const { invoiceId, subscriptionId } = await aBilledLine(bench);
  await correctInvoice(bench, invoiceId, { addLines: [amountLine(subscriptionId, "-12.34")] });
  const { id: retryOf } = await bench.run("customers", { trigger: "schedule" });
  const { orgId, id: programSyncId, connectionId } = bench.programSync;
  const key = `${subscriptionId}:credit`;
  const runId = await inOrg(bench.db, orgId, async (tx) => {
    const [asked] = await tx.select().from(issues).where(eq(issues.code, "credit_or_adjustment"));
    if (!asked) throw new Error("Nothing was asked.");
    const { factsHash, code } = asked;
    const choice = "approve" as const;
    await tx
      .insert(decisions)
      .values({ orgId, programSyncId, key, code, factsHash, choice, decidedBy: orgId });
    const request = { orgId, programSyncId, connectionId, kind: "customers" as const, requestedBy: null };
    return (await requestRetry(tx, { ...request, retryOf, keys: [key] })).runId;
  });
  return { key, runId };
}

async function creditsOf(key: string) {
  const all = await bench.control.entities("connectwise", "additions");
  return all.filter((one) => String(one.serialNumber).startsWith(key));
}

test("a charge that a lost worker has under way is not made by the next one, and is found", async () => {
  const { key, runId } = await approvedCredit();
  await bench.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    times: 1,
    effect: { kind: "delay", ms: 2_000, when: "before" },
  });
  const first = bench.work(runId, worker("first"));
  for (let turn = 0; turn < 500; turn += 1) {
    if ((await intentsOf(bench, runId)).some((intent) => intent.state === "sent")) break;
    await delay(10);
  }
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(syncRuns.id, runId)),
  );
  expect(await bench.work(runId, lateWorker("second"))).toEqual({ ended: "finished" });
  expect(await bench.outcomes(runId)).toEqual(["unknown psa_timeout_unknown"]);
  expect(await first).toEqual({ ended: "not_ours" });
  expect(await creditsOf(key)).toHaveLength(1);

  const retry = (await bench.runs()).at(-1);
  expect((await bench.workOff(retry?.id ?? "")).status).toBe("no_change");
  expect(await creditsOf(key)).toMatchObject([{ serialNumber: `${key}2610`, unitPrice: -12.34 }]);
  const sent = (await intentsOf(bench, runId)).filter((intent) => intent.sentAt !== null);
  expect(sent.map((intent) => [intent.operation, intent.state])).toEqual([["create_charge", "confirmed"]]);
  expect(await bench.status("customers")).toMatchObject({ failed: 0, held: 0, unknown: 0 });
});
