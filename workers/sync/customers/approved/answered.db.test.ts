import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { agreementLines, decisions, lineEndings } from "@/db/schema";
import { type Bench, openBench } from "@/scripts/catalogue/bench";
import type { CaseCustomer } from "@/scripts/catalogue/take-customer";
import { chargeBillingCode } from "@/scripts/months/open-books";
import { changeSettings, clerk, decide } from "@/scripts/testing/rig-decisions";
import { apply, approve, askToApply, itemIdOf, withdraw } from "@/scripts/testing/rig-plans";
import { issuesOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

describe.each(["connectwise", "autotask"] as const)(
  "a line of a preview that waits for a yes, in %s",
  (psa) => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await openBench(psa);
    });
    afterAll(() => bench.close());
    afterEach(() => changeSettings(bench, { guardQuantity: null }));

    async function itemOf(runId: string, key: string) {
      const item = (await itemsOf(bench, runId)).find((one) => one.key === key);
      if (!item) throw new Error(`The run has no item ${key}.`);
      return item;
    }

    /** The codes of a line's issues. */
    async function askedOf(runId: string, key: string) {
      const { id } = await itemOf(runId, key);
      return (await issuesOf(bench, runId)).filter(({ itemId }) => itemId === id).map(({ code }) => code);
    }

    const decisionsOf = (key: string) =>
      inOrg(bench.db, bench.orgId, (tx) => tx.select().from(decisions).where(eq(decisions.key, key)));

    async function takeSynced(): Promise<CaseCustomer> {
      const customer = await bench.take({ subscriptions: 1, linked: true });
      await bench.sync();
      return customer;
    }

    /** PRISM bills a subscription until a day only, and still calls it active. */
    async function previewOfEnd(lastDay: string) {
      const customer = await takeSynced();
      await bench.correct(customer.line.subscriptionId, { chargeEnd: lastDay });
      const { id: runId } = await bench.run("customers", { mode: "preview" });
      const { key } = customer.line;
      return { customer, key, runId, line: { itemId: await itemIdOf(bench, runId, key) } };
    }

    test("an end is confirmed by its own approval and by no other, written once, and its decision is on record", async () => {
      const { key, runId, line } = await previewOfEnd("2026-10-15");
      const shown = await itemOf(runId, key);
      expect(shown).toMatchObject({ outcome: "held", planAsks: true, plan: expect.any(String) });
      expect(Array.isArray(shown.after) && shown.after.at(-1)).toMatchObject({ to: "2026-10-15" });
      expect(await approve(bench, { runId }, "all")).toEqual({ kind: "already" });
      expect(await approve(bench, { runId }, line)).toEqual({ kind: "done", count: 1 });
      expect(await decisionsOf(key)).toEqual([]);

      const writes = await bench.countWrites();
      const asked = await askToApply(bench, { runId });
      expect(asked).toMatchObject({
        kind: "queued",
        answered: [{ key, code: "subscription_disappeared", choice: "confirm_end" }],
      });
      const applied = asked.kind === "queued" ? await bench.workOff(asked.runId) : null;
      const done = await itemOf(applied?.id ?? "", key);
      expect(done).toMatchObject({
        outcome: "applied",
        plan: shown.plan,
        before: shown.before,
        after: shown.after,
      });
      expect(await decisionsOf(key)).toMatchObject([
        { choice: "confirm_end", details: { date: "2026-10-15" }, decidedBy: clerk },
      ]);
      expect(await bench.countWrites()).toBe(writes + 1);
      expect((await bench.sync()).counts).toMatchObject({ applied: 0, held: 0 });
      expect(await bench.countWrites()).toBe(writes + 1);
    });

    test("a yes that is taken back before it is given to a sync has decided nothing", async () => {
      const { key, runId, line } = await previewOfEnd("2026-10-20");
      await approve(bench, { runId }, line);
      expect(await withdraw(bench, { runId }, line)).toEqual({ kind: "done", count: 1 });
      expect(await askToApply(bench, { runId })).toEqual({ kind: "nothing" });
      expect(await decisionsOf(key)).toEqual([]);
    });

    test("an end on another day than the one that was confirmed waits, and says that it has moved", async () => {
      const { customer, key, runId, line } = await previewOfEnd("2026-10-20");
      await approve(bench, { runId }, line);
      await bench.correct(customer.line.subscriptionId, { chargeEnd: "2026-10-25" });
      const writes = await bench.countWrites();
      const applied = await apply(bench, { runId });
      expect((await itemOf(applied.id, key)).outcome).toBe("held");
      expect(await askedOf(applied.id, key)).toEqual(["plan_moved", "subscription_disappeared"]);
      expect(await bench.countWrites()).toBe(writes);
    });

    test("what somebody has decided otherwise meanwhile holds", async () => {
      const { key, runId, line } = await previewOfEnd("2026-10-20");
      await approve(bench, { runId }, line);
      const held = await bench.sync();
      await decide(bench, { runId: held.id, code: "subscription_disappeared", key }, "keep");
      const writes = await bench.countWrites();
      const asked = await askToApply(bench, { runId });
      expect(asked).toMatchObject({ kind: "queued", answered: [] });
      if (asked.kind === "queued") await bench.workOff(asked.runId);
      expect(await decisionsOf(key)).toMatchObject([{ choice: "keep" }]);
      expect(await bench.countWrites()).toBe(writes);
    });

    test("a change beyond a limit is approved so, too, and so is a credit", async () => {
      const { line } = await takeSynced();
      const chargeBillingCodeId = psa === "autotask" ? chargeBillingCode("clean") : null;
      await changeSettings(bench, { guardQuantity: 5, chargeBillingCodeId });
      await bench.correct(
        line.subscriptionId,
        { chargeEnd: "2026-10-14" },
        { chargeStart: "2026-10-15", quantity: String(Number(line.quantity) + 9) },
      );
      const { id: runId } = await bench.run("customers", { mode: "preview" });
      await approve(bench, { runId }, { itemId: await itemIdOf(bench, runId, line.key) });
      const applied = await apply(bench, { runId });
      expect(await itemOf(applied.id, line.key)).toMatchObject({ outcome: "applied" });

      await bench.addLine({
        subscriptionId: line.subscriptionId,
        offerName: "Goodwill",
        unitPrice: "-12.00",
      });
      const credit = line.key.replace("licence", "credit");
      const second = await bench.run("customers", { mode: "preview" });
      expect(await itemOf(second.id, credit)).toMatchObject({ planAsks: true, priceChange: "-12" });
      await approve(bench, { runId: second.id }, { itemId: await itemIdOf(bench, second.id, credit) });
      expect(await itemOf((await apply(bench, { runId: second.id })).id, credit)).toMatchObject({
        outcome: "applied",
      });
    });

    /** A person has asked for the end of the line elsewhere in the portal, and no sync has ended it yet. */
    async function wishEnd({ id: customerId, line: { key } }: CaseCustomer): Promise<string> {
      const { orgId, id: programSyncId, connectionId } = bench.programSync;
      return inOrg(bench.db, orgId, async (tx) => {
        const [ours] = await tx.select().from(agreementLines).where(eq(agreementLines.key, key));
        const { psaAgreementId = "", psaLineId = "" } = ours ?? {};
        const of = { orgId, programSyncId, connectionId, customerId, psaAgreementId, psaLineId, key };
        const wish = { ...of, title: "A subscription", lastDay: "2026-11-15", requestedBy: clerk };
        const [row] = await tx.insert(lineEndings).values(wish).returning({ id: lineEndings.id });
        return `ending:${row?.id}`;
      });
    }

    test("an end that was asked for elsewhere is approved like a change, and made once", async () => {
      const customer = await takeSynced();
      const key = await wishEnd(customer);
      const { id: runId } = await bench.run("customers", { mode: "preview" });
      const shown = await itemOf(runId, key);
      expect(shown).toMatchObject({ outcome: "planned", planAsks: false, plan: expect.any(String) });
      const monthly = Number(customer.line.quantity) * Number(customer.line.unitPriceRrp);
      expect(Number(shown.priceChange)).toBeCloseTo(-monthly);
      await approve(bench, { runId }, { itemId: shown.id });
      const writes = await bench.countWrites();
      const applied = await apply(bench, { runId });
      expect([applied.status, (await itemOf(applied.id, key)).outcome]).toEqual(["success", "applied"]);
      expect(await bench.countWrites()).toBe(writes + 1);
    });

    test("an end that was asked for elsewhere waits when the line has been edited since", async () => {
      const customer = await takeSynced();
      const key = await wishEnd(customer);
      const { id: runId } = await bench.run("customers", { mode: "preview" });
      await approve(bench, { runId }, "all");
      await bench.hands.changeQuantity(customer, 3);
      const writes = await bench.countWrites();
      const applied = await apply(bench, { runId });
      // In Autotask nobody can tell whose units were taken away, so that a person has to look.
      const waits = { outcome: "held", reason: "plan_moved" };
      const stops = { outcome: "failed", reason: "quantity_drift" };
      expect(await itemOf(applied.id, key)).toMatchObject(psa === "connectwise" ? waits : stops);
      expect(await bench.countWrites()).toBe(writes);
    });
  },
);
