import { amountLine, correctInvoice } from "@/scripts/testing/billed-lines";
import { questionOf } from "@/scripts/testing/rig-decisions";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeEach(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 0 } });
  await bench.turnOn("Lighthouse Conveyancing");
  await bench.run("customers");
});
afterEach(() => bench.close());

const scheduled = () => bench.run("customers", { trigger: "schedule" });

test("an amount without a subscription that PRISM adds to an older invoice waits for a person", async () => {
  const { invoiceId } = await bench.control.newestInvoice();
  await bench.control.bill();
  await bench.control.issueNextInvoice();
  expect((await scheduled()).counts).toMatchObject({ failed: 0, held: 0 });

  const added = amountLine("", "450.00", { offerName: "Migration" });
  await correctInvoice(bench, invoiceId, { addLines: [added] });
  for (const look of [await scheduled(), await scheduled()]) {
    expect([look.status, look.counts?.held]).toEqual(["warning", 1]);
    const { facts } = await questionOf(bench, { runId: look.id, code: "credit_or_adjustment" });
    expect(facts).toMatchObject({ offer: "Migration", amount: "450" });
  }
});
