import { eq } from "drizzle-orm";
import { includeItem } from "@/db/commands/portal/exclude-item";
import { exclusions } from "@/db/schema";
import { type Bench, openBench } from "@/scripts/catalogue/bench";
import type { CaseCustomer } from "@/scripts/catalogue/take-customer";
import { chargeBillingCode, openBooks } from "@/scripts/months/open-books";
import { changeSettings, clerk, decide, inPortal } from "@/scripts/testing/rig-decisions";
import { apply, approve, askToReverse, reverse } from "@/scripts/testing/rig-plans";
import { intentsOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

describe.each(["connectwise", "autotask"] as const)("the reversal of a charge in %s", (psa) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(psa);
    if (psa === "autotask") await changeSettings(bench, { chargeBillingCodeId: chargeBillingCode("clean") });
  });
  afterAll(() => bench.close());
  afterEach(() => bench.control.clearFaults());

  async function itemOf(runId: string, key: string) {
    const item = (await itemsOf(bench, runId)).find((one) => one.key === key);
    if (!item) throw new Error(`The run has no item ${key}.`);
    return item;
  }

  /** What is charged for the customer by itself, as reference without the subscription, first day and price. */
  async function charged({ agreementId }: CaseCustomer): Promise<string[]> {
    const held = await openBooks(psa, bench.sandbox.endpoints.control).held(agreementId);
    return held
      .filter(({ what }) => what === "charge")
      .map(({ reference, from, ofOne }) => `${reference?.split(":")[1]} ${from} ${Number(ofOne?.price)}`)
      .sort();
  }

  const creditOf = ({ line: { key } }: CaseCustomer) => key.replace("licence", "credit");

  /** PRISM invoices an amount for the subscription once, and a person has it charged. Gives the run that did. */
  async function chargeOnce(customer: CaseCustomer, amount: string): Promise<string> {
    const { subscriptionId } = customer.line;
    await bench.addLine({ subscriptionId, offerName: "Goodwill", unitPrice: amount });
    const { id: runId } = await bench.sync();
    const question = { runId, code: "credit_or_adjustment", key: creditOf(customer) };
    return (await decide(bench, question, "approve")).id;
  }

  async function takeCharged(amount: string) {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    await bench.sync();
    const runId = await chargeOnce(customer, amount);
    expect(await charged(customer)).toEqual([`credit2610 2026-10-01 ${Number(amount)}`]);
    return { customer, runId, key: creditOf(customer) };
  }

  async function writeReversal(runId: string) {
    const preview = await reverse(bench, runId, "all");
    await approve(bench, { runId: preview.id }, "all");
    return { preview, applied: await apply(bench, { runId: preview.id }) };
  }

  test("another one of the opposite amount, once; the next sync leaves it, and its exclusion taken back asks anew", async () => {
    const { customer, runId, key } = await takeCharged("-12.50");
    const writes = await bench.countWrites();
    const { preview, applied } = await writeReversal(runId);
    expect(await itemOf(preview.id, key)).toMatchObject({
      outcome: "planned",
      priceChange: "12.5",
      before: [{ unitPrice: "-12.50" }],
      after: [],
    });
    expect(await itemOf(applied.id, key)).toMatchObject({ outcome: "applied" });
    const both = ["credit2610 2026-10-01 -12.5", "credit2610.2 2026-10-01 12.5"];
    expect(await charged(customer)).toEqual(both);
    expect(await itemOf((await bench.sync()).id, key)).toMatchObject({
      outcome: "skipped",
      reason: "excluded",
    });
    expect([await charged(customer), await bench.countWrites()]).toEqual([both, writes + 1]);

    const itemId = (await itemOf(applied.id, key)).id;
    const asked = { orgId: bench.orgId, runId: applied.id, itemId, requestedBy: clerk };
    const included = await inPortal(bench, (tx) => includeItem(tx, asked));
    const held = await bench.workOff(included?.runId ?? "");
    expect(await itemOf(held.id, key)).toMatchObject({ outcome: "held" });
    expect(await charged(customer)).toEqual(both);
    await decide(bench, { runId: held.id, code: "credit_or_adjustment", key }, "approve");
    expect(await charged(customer)).toEqual([...both, "credit2610.3 2026-10-01 -12.5"]);
  });

  test("a credit that was given is charged again, though the answer is lost, once", async () => {
    const { customer, runId, key } = await takeCharged("-8.00");
    const preview = await reverse(bench, runId, "all");
    await approve(bench, { runId: preview.id }, "all");
    const pattern = psa === "connectwise" ? "/additions$" : "/Charges$";
    const effect = { kind: "lose_answer" };
    await bench.control.fault({ service: psa, method: "POST", pattern, effect, times: 1 });
    const applied = await apply(bench, { runId: preview.id });
    expect((await itemOf(applied.id, key)).outcome).toBe("applied");
    expect((await intentsOf(bench, applied.id)).map(({ state }) => state)).toEqual(["confirmed"]);
    expect(await charged(customer)).toEqual(["credit2610 2026-10-01 -8", "credit2610.2 2026-10-01 8"]);
  });

  test("one that is invoiced is taken back in the next open period", async () => {
    const { customer, runId } = await takeCharged("-20.00");
    await bench.hands.bill(customer.agreementId);
    const open = await openBooks(psa, bench.sandbox.endpoints.control).openFrom(customer.agreementId);
    await writeReversal(runId);
    expect(await charged(customer)).toEqual(["credit2610 2026-10-01 -20", `credit2610.2 ${open} 20`]);
  });

  test("one that somebody has removed in the PSA is not given back once more", async () => {
    const { customer, runId } = await takeCharged("-30.00");
    const [entity, field] =
      psa === "connectwise"
        ? ["additions", "serialNumber"]
        : ["contractCharges", "internalPurchaseOrderNumber"];
    const rows = await bench.control.entities(psa, entity ?? "");
    const ours = rows.find((row) => String(row[field ?? ""]).startsWith(creditOf(customer)));
    await bench.control.remove(psa, entity ?? "", Number(ours?.id));
    const preview = await reverse(bench, runId, "all");
    expect(preview.counts).toMatchObject({ planned: 0, failed: 0 });
    expect(await charged(customer)).toEqual([]);
  });

  test("a line of nobody that was charged to a customer", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    if (psa === "connectwise") await bench.hands.addItem("PRISM-ADJUSTMENT", "Adjustments");
    await bench.addLine({ subscriptionId: "", offerName: "Goodwill", unitPrice: "-9.00" });
    const { id: heldIn } = await bench.sync();
    const question = { runId: heldIn, code: "credit_or_adjustment" };
    const approved = await decide(bench, question, "approve", { customerId: customer.id });
    const prices = async () => (await charged(customer)).map((one) => Number(one.split(" ")[2]));
    expect(await prices()).toEqual([-9]);
    const { applied } = await writeReversal(approved.id);
    expect(applied.counts).toMatchObject({ applied: 1, failed: 0 });
    expect(await prices()).toEqual([-9, 9]);
  });

  test("an amount for days that were invoiced: taken back with the exclusion of its line", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const { key, subscriptionId, quantity } = customer.line;
    await bench.sync();
    await bench.hands.bill(customer.agreementId);
    await bench.correct(
      subscriptionId,
      { chargeEnd: "2026-10-14" },
      { chargeStart: "2026-10-15", quantity: String(Number(quantity) + 2) },
    );
    const { id: heldIn } = await bench.sync();
    const approved = await decide(bench, { runId: heldIn, code: "catch_up", key }, "approve");
    expect(await charged(customer)).toMatchObject([expect.stringMatching(/^catch2610 2026-11-01 \d/)]);
    await writeReversal(approved.id);
    const prices = (await charged(customer)).map((one) => Number(one.split(" ")[2]));
    expect(prices).toHaveLength(2);
    expect(prices.reduce((sum, price) => sum + price, 0)).toBeCloseTo(0);
    const rows = await inPortal(bench, (tx) => tx.select().from(exclusions).where(eq(exclusions.key, key)));
    expect(rows).toHaveLength(1);
  });

  test("one of an earlier month is reversed though a later one has been posted since, and that stays", async () => {
    const { customer, runId } = await takeCharged("-40.00");
    await bench.control.issueNextInvoice();
    const { subscriptionId } = customer.line;
    const november = { chargeStart: "2026-11-01", chargeEnd: "2026-11-30" };
    await bench.addLine({ subscriptionId, offerName: "Goodwill", unitPrice: "-7.00", ...november });
    const { id: heldIn } = await bench.run("customers", { trigger: "schedule" });
    const key = creditOf(customer);
    await decide(bench, { runId: heldIn, code: "credit_or_adjustment", key }, "approve");
    const { applied } = await writeReversal(runId);
    expect((await itemOf(applied.id, key)).outcome).toBe("applied");
    const now = (await charged(customer)).map((one) => one.replace(/ \d{4}-\d\d-\d\d/, ""));
    expect(now).toEqual(["credit2610 -40", "credit2610.2 40", "credit2611 -7"]);
    expect(await askToReverse(bench, runId, "all")).toEqual({ kind: "nothing" });
  });
});
