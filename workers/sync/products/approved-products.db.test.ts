import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { productLinks, products } from "@/db/schema";
import { type Bench, openBench } from "@/scripts/catalogue/bench";
import type { CaseCustomer } from "@/scripts/catalogue/take-customer";
import { apply, approve, askToApply, itemIdOf } from "@/scripts/testing/rig-plans";
import { intentsOf, issuesOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

describe.each(["connectwise", "autotask"] as const)(
  "what is approved of a preview of products for %s",
  (psa) => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await openBench(psa);
    });
    afterAll(() => bench.close());
    afterEach(() => bench.control.clearFaults());

    const preview = () => bench.run("products", { mode: "preview" });

    /** The product of a customer, and the key under which its syncs know it. */
    async function take(linked: boolean): Promise<{ customer: CaseCustomer; key: string; id: string }> {
      const customer = await bench.take({ subscriptions: 1, linked });
      const id = await productIdOf(customer);
      return { customer, id, key: `product:${id}` };
    }

    async function productIdOf({ line }: CaseCustomer): Promise<string> {
      // The price list is read by now.
      const [row] = await inOrg(bench.db, bench.orgId, (tx) =>
        tx.select({ id: products.id }).from(products).where(eq(products.sourceProductId, line.productId)),
      );
      if (!row) throw new Error(`There is no product ${line.product}.`);
      return row.id;
    }

    async function outcomes(runId: string): Promise<Map<string, string>> {
      const issues = await issuesOf(bench, runId);
      return new Map(
        (await itemsOf(bench, runId)).map(({ id, key, outcome }) => {
          const codes = issues.filter((issue) => issue.itemId === id).map(({ code }) => code);
          return [key, [outcome, ...codes].join(" ")];
        }),
      );
    }

    const linksOf = (productId: string) =>
      inOrg(bench.db, bench.orgId, (tx) =>
        tx.select().from(productLinks).where(eq(productLinks.productId, productId)),
      );

    const reprice = ({ line }: CaseCustomer, price: string) =>
      bench.control.edit("prism", "products", line.productId, { price });

    test("a new product: made and linked once, and no other is", async () => {
      const { key, id } = await take(false);
      const { id: runId } = await preview();
      const shown = (await itemsOf(bench, runId)).find((one) => one.key === key);
      expect(shown).toMatchObject({ outcome: "planned", reason: "create", plan: expect.any(String) });
      const writes = await bench.countWrites();
      expect(await approve(bench, { runId }, { itemId: await itemIdOf(bench, runId, key) })).toEqual({
        kind: "done",
        count: 1,
      });
      const applied = await apply(bench, { runId });
      expect([applied.kind, applied.status, await outcomes(applied.id)]).toEqual([
        "products",
        "success",
        new Map([[key, "applied"]]),
      ]);
      expect(await bench.countWrites()).toBe(writes + 1);
      expect(await linksOf(id)).toMatchObject([{ origin: "created" }]);
      expect(await askToApply(bench, { runId })).toEqual({ kind: "nothing" });
      expect((await outcomes((await preview()).id)).has(key)).toBe(false);
    });

    test("those of one kind: an item that carries the SKU is linked, and a new price is left alone", async () => {
      const known = await take(true);
      const { customer, key, id } = await take(false);
      const itemId = await bench.hands.addItem(customer.line.sku, "Made by hand");
      await reprice(known.customer, "77.77");
      // Both customers' products are looked at.
      const { id: runId } = await preview();
      expect(await approve(bench, { runId }, { change: "link" })).toEqual({ kind: "done", count: 1 });
      const applied = await apply(bench, { runId });
      expect(await outcomes(applied.id)).toEqual(new Map([[key, "applied"]]));
      expect(await linksOf(id)).toMatchObject([{ psaItemId: itemId, origin: "sku" }]);
    });

    test("an item that somebody has made meanwhile is not made twice: the product waits, and a retry links it", async () => {
      const { customer, key, id } = await take(false);
      const { id: runId } = await preview();
      await approve(bench, { runId }, { change: "create" });
      const itemId = await bench.hands.addItem(customer.line.sku, "Made by hand meanwhile");
      const writes = await bench.countWrites();
      const applied = await apply(bench, { runId });
      expect([applied.status, (await outcomes(applied.id)).get(key)]).toEqual(["warning", "held plan_moved"]);
      expect([await bench.countWrites(), await linksOf(id)]).toEqual([writes, []]);
      const retried = await bench.retry(applied.id, "products", [key]);
      expect((await outcomes(retried.id)).get(key)).toBe("applied");
      expect(await linksOf(id)).toMatchObject([{ psaItemId: itemId }]);
    });

    test("another price than the approved one waits, or is written and said where that is wanted", async () => {
      const { customer, key } = await take(true);
      await reprice(customer, "55.10");
      const { id: runId } = await preview();
      await approve(bench, { runId }, "all");
      await reprice(customer, "55.20");
      const waits = await apply(bench, { runId });
      expect((await outcomes(waits.id)).get(key)).toBe("held plan_moved");

      const second = await preview();
      await approve(bench, { runId: second.id }, "all");
      await reprice(customer, "55.30");
      const written = await apply(bench, { runId: second.id }, { anew: true });
      expect((await outcomes(written.id)).get(key)).toBe("applied plan_moved");
    });

    test("an answer that is lost: the item is found and was made once", async () => {
      const { key } = await take(false);
      const { id: runId } = await preview();
      await approve(bench, { runId }, { itemId: await itemIdOf(bench, runId, key) });
      const pattern = psa === "connectwise" ? "/catalog$" : "/Services$";
      const effect = { kind: "lose_answer" };
      await bench.control.fault({ service: psa, method: "POST", pattern, effect, times: 1 });
      const writes = await bench.countWrites();
      const applied = await apply(bench, { runId });
      expect((await outcomes(applied.id)).get(key)).toBe("applied");
      expect((await intentsOf(bench, applied.id)).map(({ state }) => state)).toEqual(["confirmed"]);
      expect(await bench.countWrites()).toBe(writes + 1);
    });

    test("of two people at once the second is told", async () => {
      await take(false);
      const { id: runId, planVersion: version } = await preview();
      expect(await approve(bench, { runId, version }, "all")).toMatchObject({ kind: "done" });
      expect(await approve(bench, { runId, version }, "all")).toEqual({ kind: "changed" });
      expect(await askToApply(bench, { runId, version })).toEqual({ kind: "changed" });
    });
  },
);
