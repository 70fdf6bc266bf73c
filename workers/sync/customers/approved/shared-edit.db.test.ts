import { z } from "zod";
import { type Bench, openBench } from "@/scripts/catalogue/bench";
import { apply, approve, itemIdOf } from "@/scripts/testing/rig-plans";
import { issuesOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

const unitsRow = z.object({
  contractID: z.number(),
  startDate: z.string(),
  endDate: z.string(),
  units: z.number(),
});

let bench: Bench;
beforeAll(async () => {
  bench = await openBench("autotask");
  // The edit is on a date that setting it back needs, too.
  await bench.control.settings({ autotask: { sameDateAdjustments: "allowed" } });
});
afterAll(() => bench.close());

/** What the run says of one key: its issues' codes with the units that they name. */
async function saidOf(runId: string, key: string) {
  const item = (await itemsOf(bench, runId)).find((one) => one.key === key);
  const said = (await issuesOf(bench, runId)).filter(({ itemId }) => item && itemId === item.id);
  return said.map(({ code, facts }) => [code, facts.was, facts.now]);
}

/** Of the services on a contract that had more than one unit. */
async function unitsOn(contractId: string, day: string): Promise<number[]> {
  const rows = z.array(unitsRow).parse(await bench.control.entities("autotask", "contractServiceUnits"));
  return rows
    .filter(
      ({ contractID, startDate, endDate, units }) =>
        String(contractID) === contractId &&
        units > 1 &&
        startDate.slice(0, 10) <= day &&
        day <= endDate.slice(0, 10),
    )
    .map(({ units }) => units);
}

test("a hand edit of a service that two lines share is set back with either, and the preview says so on that line", async () => {
  const customer = await bench.take({ subscriptions: 2, linked: true });
  const [first, second] = customer.lines;
  if (!first || !second) throw new Error("The customer has no two lines.");
  // Both are of one product and price from now on.
  const { productId, product: offerName, unitPrice, unitPriceRrp } = first;
  await bench.control.edit("prism", "subscriptions", second.subscriptionId, { productId });
  await bench.correct(second.subscriptionId, { offerName, unitPrice, unitPriceRrp });
  expect((await bench.sync()).counts).toMatchObject({ applied: 2, failed: 0 });
  const sum = Number(first.quantity) + Number(second.quantity);

  await bench.hands.changeQuantity(customer, 50);
  const changed = { offerName, unitPrice, unitPriceRrp };
  await bench.correct(
    second.subscriptionId,
    { ...changed, chargeStart: "2026-10-01", chargeEnd: "2026-10-14" },
    { ...changed, chargeStart: "2026-10-15", quantity: String(Number(second.quantity) + 3) },
  );
  const { id: runId } = await bench.run("customers", { mode: "preview" });
  const edit = [["quantity_drift", String(sum), String(sum + 50)]];
  expect(await saidOf(runId, second.key)).toEqual(edit);
  await approve(bench, { runId }, { itemId: await itemIdOf(bench, runId, second.key) });

  const applied = await apply(bench, { runId });
  const lines = (await itemsOf(bench, applied.id)).map(({ key, outcome }) => [key, outcome]);
  expect(lines).toEqual([[second.key, "applied"]]);
  expect(await saidOf(applied.id, second.key)).toEqual(edit);
  expect(await unitsOn(customer.agreementId, "2026-11-15")).toEqual([sum + 3]);
});
