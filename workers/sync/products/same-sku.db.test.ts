import { openBench } from "@/scripts/catalogue/bench";
import { issuesOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

test("of two products with one SKU neither is taken for the other, also where one of them is tried again alone", async () => {
  const bench = await openBench("connectwise");
  try {
    const { lines } = await bench.take({ subscriptions: 2, linked: true });
    const [first, second] = lines;
    if (!first || !second) throw new Error("The customer has no two lines.");
    await bench.control.edit("prism", "products", second.productId, { sku: first.sku });
    const run = await bench.run("products");
    const failed = (await itemsOf(bench, run.id)).filter(({ outcome }) => outcome === "failed");
    expect(failed).toHaveLength(2);
    const retried = await bench.retry(run.id, "products", [failed[0]?.key ?? ""]);
    expect((await issuesOf(bench, retried.id)).map(({ code }) => code)).toEqual(["source_product_ambiguous"]);
  } finally {
    await bench.close();
  }
});
