import { type Bench, openBench } from "@/scripts/catalogue/bench";
import type { CaseCustomer, CaseLine } from "@/scripts/catalogue/take-customer";
import { age, apply, approve, askToApply, itemIdOf, withdraw } from "@/scripts/testing/rig-plans";
import { intentsOf, issuesOf, itemsOf, turnOn } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

describe.each(["connectwise", "autotask"] as const)("what is approved of a preview for %s", (psa) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(psa);
  });
  afterAll(() => bench.close());

  const preview = () => bench.run("customers", { mode: "preview" });

  /** PRISM corrects its invoice: from the 15th on it is so many more than at first. */
  const raise = ({ subscriptionId, quantity }: CaseLine, by: number) =>
    bench.correct(
      subscriptionId,
      { quantity, chargeStart: "2026-10-01", chargeEnd: "2026-10-14" },
      { quantity: String(Number(quantity) + by), chargeStart: "2026-10-15", chargeEnd: "2026-10-31" },
    );

  /** The run's lines by key, as outcome and the codes of their issues. */
  async function outcomes(runId: string): Promise<Map<string, string>> {
    const issues = await issuesOf(bench, runId);
    const items = (await itemsOf(bench, runId)).filter(({ subject }) => subject === "subscription");
    return new Map(
      items.map(({ id, key, outcome }) => {
        const codes = issues.filter((issue) => issue.itemId === id).map(({ code }) => code);
        return [key, [outcome, ...codes].join(" ")];
      }),
    );
  }

  /** A customer in sync, each of whose lines has changed on the invoice since. */
  async function takeChanged(subscriptions: number): Promise<CaseCustomer> {
    const customer = await bench.take({ subscriptions, linked: true });
    expect((await bench.sync()).counts).toMatchObject({ applied: subscriptions, failed: 0 });
    for (const line of customer.lines) await raise(line, 1);
    return customer;
  }

  test("a new line for a product that has no item yet: the products go first", async () => {
    const { line } = await bench.take({ subscriptions: 1, linked: false });
    const { id: runId } = await preview();
    const writes = await bench.countWrites();
    expect(await approve(bench, { runId }, "all")).toEqual({ kind: "done", count: 1 });
    const applied = await apply(bench, { runId });
    expect([applied.status, await outcomes(applied.id)]).toEqual([
      "success",
      new Map([[line.key, "applied"]]),
    ]);
    // The item, and its line.
    expect(await bench.countWrites()).toBe(writes + 2);
  });

  test("one line: it is written as the preview showed it, and no other", async () => {
    const { lines } = await takeChanged(2);
    const [first, second] = lines;
    const { id: runId, counts } = await preview();
    expect(counts?.planned).toBe(2);
    const key = first?.key ?? "";
    const itemId = await itemIdOf(bench, runId, key);
    expect(await approve(bench, { runId }, { itemId })).toEqual({ kind: "done", count: 1 });

    const applied = await apply(bench, { runId });
    expect([applied.status, await outcomes(applied.id)]).toEqual(["success", new Map([[key, "applied"]])]);
    const [shown, done] = await Promise.all([itemsOf(bench, runId), itemsOf(bench, applied.id)]);
    const planned = shown.find((item) => item.key === key);
    expect(done).toMatchObject([{ before: planned?.before, after: planned?.after, plan: planned?.plan }]);
    expect(planned).toMatchObject({ priceChange: String(Number(first?.unitPriceRrp)) });

    const rest = await preview();
    expect(await outcomes(rest.id)).toEqual(new Map([[second?.key, "planned"]]));
    expect(await askToApply(bench, { runId })).toEqual({ kind: "nothing" });
  });

  test("one customer: its lines are written, and another's are not", async () => {
    const other = await takeChanged(1);
    const customer = await takeChanged(2);
    await turnOn(bench, other.name);
    const { id: runId } = await preview();
    expect(await approve(bench, { runId }, { customerId: customer.id })).toEqual({ kind: "done", count: 2 });
    const applied = await apply(bench, { runId });
    expect(await outcomes(applied.id)).toEqual(new Map(customer.lines.map(({ key }) => [key, "applied"])));
    const rest = await preview();
    expect(await outcomes(rest.id)).toEqual(new Map([[other.line.key, "planned"]]));
  });

  test("a line that somebody has edited in the PSA since waits with its new plan, and the others are written", async () => {
    const { line: untouched, ...other } = await takeChanged(1);
    const customer = await takeChanged(1);
    await turnOn(bench, other.name);
    const { line: edited } = customer;
    const { id: runId } = await preview();
    await approve(bench, { runId }, "all");
    await bench.hands.changeQuantity(customer, 4);
    const writes = await bench.countWrites();

    const applied = await apply(bench, { runId });
    expect(applied.status).toBe("warning");
    const ended = await outcomes(applied.id);
    expect(ended.get(untouched.key)).toBe("applied");
    expect(ended.get(edited.key)).toMatch(/^held .*plan_moved/);
    // In ConnectWise the line ends and another begins.
    expect(await bench.countWrites()).toBe(writes + (psa === "connectwise" ? 2 : 1));
  });

  test("a line that the invoice has changed again since waits, and is written when it is tried again", async () => {
    const { line } = await takeChanged(1);
    const first = await preview();
    await approve(bench, { runId: first.id }, "all");
    await raise(line, 2);
    const waits = await apply(bench, { runId: first.id });
    expect(await outcomes(waits.id)).toEqual(new Map([[line.key, "held plan_moved"]]));
    const retried = await bench.retry(waits.id, "customers", [line.key]);
    expect(await outcomes(retried.id)).toEqual(new Map([[line.key, "applied"]]));
  });

  test("the same is written as planned anew where that is wanted, and it is said", async () => {
    const { line } = await takeChanged(1);
    const second = await preview();
    await approve(bench, { runId: second.id }, "all");
    await raise(line, 4);
    const written = await apply(bench, { runId: second.id }, { anew: true });
    expect([written.status, await outcomes(written.id)]).toEqual([
      "warning",
      new Map([[line.key, "applied plan_moved"]]),
    ]);
  });

  test("what is there already by an ordinary sync is not written again", async () => {
    await takeChanged(1);
    const { id: runId } = await preview();
    await approve(bench, { runId }, "all");
    expect((await bench.sync()).counts).toMatchObject({ applied: 1 });
    const writes = await bench.countWrites();
    const applied = await apply(bench, { runId });
    expect([applied.status, applied.counts?.unchanged]).toEqual(["no_change", 1]);
    expect(await bench.countWrites()).toBe(writes);
  });

  test("a customer that is switched off since: said, and nothing is written", async () => {
    await takeChanged(1);
    const { id: runId } = await preview();
    await approve(bench, { runId }, "all");
    await bench.take({ subscriptions: 1, linked: true });
    const writes = await bench.countWrites();
    const applied = await apply(bench, { runId });
    const issues = (await issuesOf(bench, applied.id)).map(({ code, facts }) => [code, facts]);
    expect([applied.status, issues]).toEqual(["warning", [["plan_gone", { lines: "1" }]]]);
    expect(await bench.countWrites()).toBe(writes);
  });

  test("of two people at once the second is told, and so is who comes too late", async () => {
    await takeChanged(1);
    const { id: runId, planVersion: version } = await preview();
    expect(await approve(bench, { runId, version }, "all")).toEqual({ kind: "done", count: 1 });
    expect(await approve(bench, { runId, version }, "all")).toEqual({ kind: "changed" });
    expect(await askToApply(bench, { runId, version })).toEqual({ kind: "changed" });
    expect(await approve(bench, { runId }, "all")).toEqual({ kind: "already" });
    expect(await withdraw(bench, { runId }, "all")).toEqual({ kind: "done", count: 1 });
    expect(await askToApply(bench, { runId })).toEqual({ kind: "nothing" });
    await approve(bench, { runId }, "all");
    await age(bench, runId, 8);
    expect(await approve(bench, { runId }, "all")).toEqual({ kind: "too_old" });
    expect(await askToApply(bench, { runId })).toEqual({ kind: "too_old" });
    const live = await bench.sync();
    expect(await approve(bench, { runId: live.id }, "all")).toEqual({ kind: "none" });
  });

  test("a newer invoice with another quantity is planned anew", async () => {
    const { line } = await takeChanged(1);
    const { id: runId } = await preview();
    await approve(bench, { runId }, "all");
    await bench.control.issueNextInvoice();
    await bench.correct(line.subscriptionId, { quantity: String(Number(line.quantity) + 5) });
    const applied = await apply(bench, { runId });
    expect(await outcomes(applied.id)).toEqual(new Map([[line.key, "held plan_moved"]]));
    expect(await intentsOf(bench, applied.id)).toEqual([]);
  });
});
