import { eq } from "drizzle-orm";
import { includeItem } from "@/db/commands/portal/exclude-item";
import { retryItems } from "@/db/commands/portal/retry-items";
import { exclusions, type syncItems } from "@/db/schema";
import { type Bench, openBench } from "@/scripts/catalogue/bench";
import type { CaseCustomer, CaseLine } from "@/scripts/catalogue/take-customer";
import { clerk, inPortal } from "@/scripts/testing/rig-decisions";
import { apply, approve, askToApply, askToReverse, reverse } from "@/scripts/testing/rig-plans";
import { intentsOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

type Held = typeof syncItems.$inferSelect.before;

describe.each(["connectwise", "autotask"] as const)("the reversal of what a sync did in %s", (psa) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(psa);
  });
  afterAll(() => bench.close());
  afterEach(() => bench.control.clearFaults());

  const raise = ({ subscriptionId, quantity }: CaseLine, by: number) =>
    bench.correct(
      subscriptionId,
      { quantity, chargeStart: "2026-10-01", chargeEnd: "2026-10-14" },
      { quantity: String(Number(quantity) + by), chargeStart: "2026-10-15", chargeEnd: "2026-10-31" },
    );

  async function itemOf(runId: string, key: string) {
    const item = (await itemsOf(bench, runId)).find((one) => one.key === key);
    if (!item) throw new Error(`The run has no item ${key}.`);
    return item;
  }

  /** What the PSA holds for a key, as a preview without any exclusion reads it. */
  async function heldFor(key: string) {
    await inPortal(bench, (tx) => tx.delete(exclusions).where(eq(exclusions.key, key)));
    const preview = await bench.run("customers", { mode: "preview" });
    return (await itemOf(preview.id, key)).before;
  }

  /** Autotask takes one adjustment of a service on a date: what a sync did can be countered from the next open day on. */
  const untilFree = async ({ agreementId }: CaseCustomer) => {
    if (psa === "autotask") await bench.hands.bill(agreementId);
  };

  const lastOf = (held: Held) => (Array.isArray(held) ? (held.at(-1)?.quantity ?? "0") : "none");

  async function writeReversal(runId: string) {
    const preview = await reverse(bench, runId, "all");
    const writes = await bench.countWrites();
    expect(await approve(bench, { runId: preview.id }, "all")).toMatchObject({ kind: "done" });
    const applied = await apply(bench, { runId: preview.id });
    return { preview, applied, written: (await bench.countWrites()) - writes };
  }

  test("of a new quantity: the old one stands again, and the next sync leaves it", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const { line } = customer;
    await bench.sync();
    await raise(line, 3);
    const changed = await bench.sync();
    await untilFree(customer);

    const { preview, applied, written } = await writeReversal(changed.id);
    const { outcome, before, after } = await itemOf(preview.id, line.key);
    expect([outcome, lastOf(before), lastOf(after)]).toEqual([
      "planned",
      String(Number(line.quantity) + 3),
      String(Number(line.quantity)),
    ]);
    expect(await itemOf(applied.id, line.key)).toMatchObject({ outcome: "applied", before, after });
    expect(written).toBeGreaterThan(0);
    expect((await bench.sync()).counts?.applied).toBe(0);
    expect(await heldFor(line.key)).toEqual(after);
  });

  test("of a new line: it bills nothing any more", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const { line } = customer;
    const created = await bench.sync();
    await untilFree(customer);
    const { applied } = await writeReversal(created.id);
    expect(await itemOf(applied.id, line.key)).toMatchObject({ outcome: "applied", after: [] });
    expect(await heldFor(line.key)).toEqual([]);
  });

  test("names the lines that it excludes, each for an event of the audit", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const created = await bench.sync();
    await untilFree(customer);
    const preview = await reverse(bench, created.id, "all");
    await approve(bench, { runId: preview.id }, "all");
    const asked = await askToApply(bench, { runId: preview.id });
    expect(asked).toMatchObject({
      kind: "queued",
      excluded: [{ key: customer.line.key, reason: expect.stringMatching(/^Reversed by /) }],
    });
    if (asked.kind === "queued") await bench.workOff(asked.runId);
  });

  test("whose answer is lost: found by reading, and made once", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const { line } = customer;
    const created = await bench.sync();
    await untilFree(customer);
    const preview = await reverse(bench, created.id, "all");
    await approve(bench, { runId: preview.id }, "all");
    const method = psa === "connectwise" ? "PATCH" : "POST";
    const pattern = psa === "connectwise" ? "/additions/" : "/ServiceAdjustments$";
    await bench.control.fault({ service: psa, method, pattern, effect: { kind: "lose_answer" } });
    const writes = await bench.countWrites();
    const applied = await apply(bench, { runId: preview.id });
    expect((await itemOf(applied.id, line.key)).outcome).toBe("applied");
    expect(await bench.countWrites()).toBe(writes + (await intentsOf(bench, applied.id)).length);
    expect(await heldFor(line.key)).toEqual([]);
  });

  test("is not offered for what a later sync has changed since", async () => {
    const { line } = await bench.take({ subscriptions: 1, linked: true });
    const created = await bench.sync();
    await raise(line, 2);
    await bench.sync();
    expect(await askToReverse(bench, created.id, "all")).toEqual({ kind: "nothing" });
  });

  test("that fails stays outstanding beside other syncs, and a retry reverses after all", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const { line } = customer;
    const created = await bench.sync();
    await untilFree(customer);
    const preview = await reverse(bench, created.id, "all");
    await approve(bench, { runId: preview.id }, "all");
    await bench.control.fault({ ...refusing(psa), times: 1 });
    const failed = await apply(bench, { runId: preview.id });
    expect((await itemOf(failed.id, line.key)).outcome).toBe("failed");

    const between = await bench.sync();
    expect(await itemOf(between.id, line.key)).toMatchObject({ outcome: "skipped", reason: "excluded" });
    expect(await bench.status("customers")).toMatchObject({ failed: 1 });
    expect(await askToReverse(bench, created.id, "all")).toMatchObject({ kind: "queued" });

    const asked = { orgId: bench.orgId, runId: failed.id, requestedBy: clerk, which: "failed" } as const;
    const retry = await inPortal(bench, (tx) => retryItems(tx, asked));
    if (retry.kind !== "queued") throw new Error(`Not tried again: ${retry.kind}.`);
    const retried = await bench.workOff(retry.runId);
    expect(await itemOf(retried.id, line.key)).toMatchObject({ outcome: "applied", after: [] });
    expect(await bench.status("customers")).toMatchObject({ failed: 0 });
    expect(await heldFor(line.key)).toEqual([]);
  });

  test("is taken back with its exclusion: the line bills again without another invoice", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const { line } = customer;
    const created = await bench.sync();
    await untilFree(customer);
    const { applied } = await writeReversal(created.id);
    await untilFree(customer);
    const between = await bench.sync();
    expect(await itemOf(between.id, line.key)).toMatchObject({ outcome: "skipped", reason: "excluded" });

    const itemId = (await itemOf(applied.id, line.key)).id;
    const asked = { orgId: bench.orgId, runId: applied.id, itemId, requestedBy: clerk };
    const included = await inPortal(bench, (tx) => includeItem(tx, asked));
    const again = await bench.workOff(included?.runId ?? "");
    const { outcome, after } = await itemOf(again.id, line.key);
    expect([outcome, lastOf(after)]).toEqual(["applied", String(Number(line.quantity))]);
  });

  test("is not offered once the customer is billed on another agreement", async () => {
    const customer = await bench.take({ subscriptions: 1, linked: true });
    const created = await bench.sync();
    await bench.moveTo(customer, {});
    expect(await askToReverse(bench, created.id, "all")).toEqual({ kind: "nothing" });
  });

  if (psa === "connectwise") {
    test("is not offered of a sync that finished what another had begun to write", async () => {
      const customer = await bench.take({ subscriptions: 1, linked: true });
      const { line } = customer;
      await bench.sync();
      await raise(line, 3);
      await bench.control.fault({ ...refusing(psa), method: "POST", times: 1 });
      const begun = await bench.sync();
      expect((await itemOf(begun.id, line.key)).outcome).toBe("failed");
      expect((await intentsOf(bench, begun.id)).map(({ state }) => state)).toContain("confirmed");
      const finished = await bench.sync();
      expect((await itemOf(finished.id, line.key)).outcome).toBe("applied");
      expect(await askToReverse(bench, finished.id, "all")).toEqual({ kind: "nothing" });
    });
  }
});

/** The PSA says no to the next change of a line. */
function refusing(psa: "connectwise" | "autotask") {
  const body =
    psa === "connectwise"
      ? { code: "InvalidObject", message: "No." }
      : { errors: ["The contract is locked."] };
  const effect = { kind: "answer", status: psa === "connectwise" ? 400 : 500, body };
  return psa === "connectwise"
    ? { service: psa, method: "PATCH", pattern: "/additions", effect }
    : { service: psa, method: "POST", pattern: "/ServiceAdjustments$", effect };
}
