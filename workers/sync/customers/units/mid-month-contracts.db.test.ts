import { billContracts, sumOf, totalOf } from "@/scripts/testing/contract-bills";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { agreementOf, issuesOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

/** Their contracts begin on the 10th, the 16th and the 25th, so that Autotask's periods are not PRISM's months. */
const customers = ["Halcyon Physiotherapy", "Northpoint Surveyors", "Blue Gum Timber"];

let rig: Rig;
beforeAll(async () => {
  rig = await startRig("clean", { psa: "autotask", customers });
});
afterAll(() => rig.close());

async function contractIds(): Promise<number[]> {
  return Promise.all(customers.map(async (name) => Number(await agreementOf(rig, name))));
}

/** What these customers hold, by subscription. */
async function heldIds(): Promise<Set<string>> {
  const held = await rig.control.entities("prism", "subscriptions");
  return new Set(
    held.filter((one) => customers.includes(String(one.customerName))).map(({ id }) => String(id)),
  );
}

/** Everything ends on the 30th, a day before October does: no row of Autotask goes on into days that are not invoiced. */
async function endOnThe30th(): Promise<void> {
  const ids = await heldIds();
  const { invoiceId, lines } = await rig.control.newestInvoice();
  const open = lines.filter((line) => ids.has(line.subscriptionId) && line.chargeEnd === "2026-10-31");
  const changeLines = open.map(({ row, chargeStart }) => {
    const days = 31 - Number(chargeStart.slice(8));
    return { row, chargeEnd: "2026-10-30", billableRatio: (days / 31).toFixed(10) };
  });
  await rig.control.edit("prism", "invoices", invoiceId, { changeLines });
  for (const id of ids) await rig.control.edit("prism", "subscriptions", id, { status: "Deleted" });
}

test("what Autotask posts is what PRISM invoiced, with the difference that was shown before: each cent of it", async () => {
  await endOnThe30th();
  const run = await rig.run("customers");
  const codes = (await issuesOf(rig, run.id)).map(({ code }) => code);
  expect([run.status, codes]).toEqual(["success", []]);
  const items = (await itemsOf(rig, run.id)).filter(({ subject }) => subject === "subscription");
  const bills = await billContracts(rig, { contractIds: await contractIds(), until: "2026-11-30" });
  const own = items.filter(({ customerName }) => customers.includes(customerName ?? ""));
  expect(new Set(own.map(({ customerName }) => customerName))).toEqual(new Set(customers));
  const shown = {
    cost: sumOf(own.map(({ costDifference }) => costDifference)),
    price: sumOf(own.map(({ priceDifference }) => priceDifference)),
  };
  expect(totalOf(bills)).toEqual({
    cost: sumOf([...own.map(({ costAmount }) => costAmount), shown.cost]),
    price: sumOf([...own.map(({ priceAmount }) => priceAmount), shown.price]),
  });
  // Periods of 30 and of 31 days: some of it does differ, or nothing was proven.
  expect(Number(shown.price)).not.toBe(0);
  const firstDays = new Set(bills.flatMap(({ lines }) => lines.map(({ from }) => String(from).slice(8))));
  for (const day of ["10", "16", "25"]) expect(firstDays).toContain(day);
});
