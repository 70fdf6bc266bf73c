import { findTieOuts } from "@/db/queries/runs/run-progress";
import { agreementOf, itemsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(60_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 1 } });
});
afterAll(() => bench.close());

const customers = ["Lighthouse Conveyancing", "Marlin Marine Electrics"];

test("two months at once, put back to wait in the middle: each invoice is accounted for as if in one go", async () => {
  for (const customer of customers) await bench.turnOn(customer);
  await bench.control.issueNextInvoice();
  const path = `/finance/agreements/${await agreementOf(bench, "Marlin Marine Electrics")}/additions`;
  const posts = { service: "connectwise", method: "POST", path };
  await bench.control.fault({ ...posts, effect: { kind: "delay", ms: 600 } });
  const effect = {
    kind: "answer",
    status: 429,
    headers: { "retry-after": "90" },
    body: { message: "Later." },
  };
  await bench.control.fault({ ...posts, effect });
  const runId = await bench.request("customers", { trigger: "schedule" });
  expect(await bench.work(runId)).toMatchObject({ ended: "postponed" });
  const done = (await itemsOf(bench, runId)).filter((item) => item.outcome === "applied");
  expect(done.length).toBeGreaterThan(0);
  expect(done.every((item) => item.lineCount > 1)).toBe(true);

  const run = await bench.workOff(runId);
  expect([run.status, run.epoch, run.counts?.failed]).toEqual(["success", 2, 0]);
  const tieOuts = await findTieOuts(bench.db, { orgId: bench.orgId, runId });
  expect(tieOuts.map((tieOut) => tieOut.periodStart)).toEqual(["2026-10-01", "2026-11-01"]);
  for (const { sourceInvoiceId, applied, unchanged, failed } of tieOuts) {
    const amounts = await Promise.all(customers.map((name) => bench.invoiced(name, sourceInvoiceId)));
    const expected = amounts.reduce((sum, amount) => sum + Number(amount), 0).toFixed(2);
    expect([Number(applied).toFixed(2), unchanged, failed]).toEqual([expected, "0", "0"]);
  }
  await bench.expectNothingDoubled();
});
