import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { productLinks, products } from "@/db/schema";
import { adoptNamedLine } from "@/scripts/testing/rig-decisions";
import { agreementOf, issuesOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

const customer = "Lighthouse Conveyancing";

let bench: WriteBench;
beforeEach(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 0 } });
});
afterEach(() => bench.close());

type Two = { keys: string[]; quantities: number[]; lineId: number };

/** Two subscriptions of one product, and a line for it that somebody has left on the agreement. */
async function leaveOneLineForTwo(): Promise<Two> {
  const all = await bench.control.entities("prism", "subscriptions");
  const { lines } = await bench.control.newestInvoice();
  const rowsOf = (id: unknown) => lines.filter(({ subscriptionId }) => subscriptionId === id);
  const whole = all.filter(({ id, customerName }) => {
    const rows = rowsOf(id);
    return customerName === customer && rows.length === 1 && Number(rows[0]?.billableRatio) === 1;
  });
  const [first, second] = whole;
  await bench.control.edit("prism", "subscriptions", String(second?.id), { productId: first?.productId });
  const [link] = await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .select({ itemId: productLinks.psaItemId })
      .from(productLinks)
      .innerJoin(products, eq(products.id, productLinks.productId))
      .where(eq(products.sourceProductId, String(first?.productId))),
  );
  const agreementId = Number(await agreementOf(bench, customer));
  const lineId = await bench.control.create("connectwise", "additions", {
    agreementId,
    product: { id: Number(link?.itemId) },
    quantity: 1,
    unitPrice: 5,
    unitCost: 4,
    effectiveDate: "2026-10-01",
    billCustomer: "Billable",
  });
  await bench.turnOn(customer);
  const keys = [first, second].map((one) => `${one?.id}:licence`);
  const quantities = [first, second].map((one) => Number(rowsOf(one?.id)[0]?.quantity));
  return { keys, quantities, lineId };
}

test("a line that one subscription has adopted is no question to another, and cannot be adopted again", async () => {
  const { keys, quantities, lineId } = await leaveOneLineForTwo();
  const held = await bench.run("customers");
  const asked = (await issuesOf(bench, held.id)).filter(({ code }) => code === "existing_line");
  expect(asked.map(({ facts }) => facts.lineId)).toEqual([String(lineId), String(lineId)]);
  const questions = keys.map((key) => ({ runId: held.id, code: "existing_line", key }));
  const [first, second] = questions;
  if (!first || !second) throw new Error("There are no two questions.");
  expect(await adoptNamedLine(bench, first)).toMatchObject({ counts: { applied: 1, held: 0 } });
  expect(await adoptNamedLine(bench, second)).toBe("refused");

  expect((await bench.run("customers")).counts).toMatchObject({ applied: 1, held: 0, failed: 0 });
  const additions = await bench.control.entities("connectwise", "additions");
  const billed = additions.filter(({ id, serialNumber }) => id === lineId || serialNumber === keys[1]);
  expect(billed.map(({ quantity }) => quantity)).toEqual(quantities);
  expect((await bench.run("customers")).counts).toMatchObject({ applied: 0, held: 0, failed: 0 });
});
