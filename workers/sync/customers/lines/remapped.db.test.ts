import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { agreementLines, customers, lineEndings, mappings } from "@/db/schema";
import { customerIdOf, decide, endNamedLine, questionOf } from "@/scripts/testing/rig-decisions";
import { agreementOf, itemsOf } from "@/scripts/testing/rig-records";
import type { SandboxAddition } from "@/scripts/testing/sandbox-control";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

const customer = "Lighthouse Conveyancing";
const other = "Tamar Hill Cellars";

let bench: WriteBench;
let from: string;
let to: string;
beforeEach(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 300 } });
  await bench.turnOn(customer);
  expect((await bench.run("customers")).status).toBe("success");
  from = await agreementOf(bench, customer);
  to = await agreementOf(bench, other);
});
afterEach(() => bench.close());

const run = () => bench.run("customers");

/** As when a person maps the customer to the company and agreement of the other one. */
async function mapAnew(): Promise<void> {
  await inOrg(bench.db, bench.orgId, async (tx) => {
    const [target] = await tx
      .select({ psaCompanyId: mappings.psaCompanyId, psaAgreementId: mappings.psaAgreementId })
      .from(mappings)
      .innerJoin(customers, eq(customers.id, mappings.customerId))
      .where(eq(customers.name, other));
    if (!target) throw new Error("The other customer is not mapped.");
    const customerId = await customerIdOf(bench, customer);
    await tx.update(mappings).set(target).where(eq(mappings.customerId, customerId));
  });
}

const on = (agreementId: string, all: SandboxAddition[]) =>
  all.filter((one) => String(one.agreementId) === agreementId);

const isOpen = (one: SandboxAddition) => !one.cancelledDate;

async function remembered(key: string) {
  return inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .select({ agreementId: agreementLines.psaAgreementId, lineId: agreementLines.psaLineId })
      .from(agreementLines)
      .where(eq(agreementLines.key, key)),
  );
}

/** Asks for the end of every line of the old agreement, as the portal does when a mapping changes. */
async function askToEnd(lines: SandboxAddition[]): Promise<void> {
  const { orgId, id: programSyncId, connectionId } = bench.programSync;
  const customerId = await customerIdOf(bench, customer);
  await inOrg(bench.db, orgId, (tx) =>
    tx.insert(lineEndings).values(
      lines.map((line) => ({
        orgId,
        programSyncId,
        connectionId,
        psaAgreementId: from,
        psaLineId: String(line.id),
        key: line.serialNumber ?? "",
        title: "A subscription",
        customerId,
        requestedBy: customerId,
      })),
    ),
  );
}

const endings = () =>
  inOrg(bench.db, bench.orgId, (tx) => tx.select({ state: lineEndings.state }).from(lineEndings));

test("a customer mapped anew gets no line while the old agreement bills the same licences", async () => {
  const before = await bench.control.ourAdditions();
  await mapAnew();
  const held = await run();
  expect(held.counts).toMatchObject({ applied: 0, failed: 0, held: before.length });
  expect(await bench.control.ourAdditions()).toEqual(before);
  const [key = ""] = before.map((one) => one.serialNumber ?? "");
  const { facts } = await questionOf(bench, { runId: held.id, code: "existing_line", key });
  expect(facts).toMatchObject({ agreementId: from, lineId: String(before[0]?.id) });

  const ended = await endNamedLine(bench, { runId: held.id, code: "existing_line", key });
  expect(ended.counts).toMatchObject({ applied: 2, held: 0, failed: 0 });
  const mine = (await bench.control.ourAdditions()).filter((one) => one.serialNumber === key);
  expect(
    on(from, mine)
      .filter(isOpen)
      .filter((one) => one.quantity > 0),
  ).toEqual([]);
  expect(on(to, mine)).toMatchObject([{ quantity: before[0]?.quantity }]);
});

test("lines whose end a person asked for end before the new ones are made, without a warning", async () => {
  const before = await bench.control.ourAdditions();
  await askToEnd(before);
  await mapAnew();
  const moved = await run();
  expect(moved.status).toBe("success");
  expect(moved.counts).toMatchObject({ applied: before.length * 2, held: 0, warnings: 0 });
  expect(new Set((await endings()).map((one) => one.state))).toEqual(new Set(["done"]));
  const after = await bench.control.ourAdditions();
  expect(on(from, after).filter((one) => isOpen(one) && one.quantity > 0)).toEqual([]);
  expect(on(to, after).filter(isOpen)).toHaveLength(before.length);
  const again = await run();
  expect([again.status, again.counts?.applied]).toEqual(["no_change", 0]);
  expect(await remembered(before[0]?.serialNumber ?? "")).toMatchObject([{ agreementId: to }]);
});

test("after the old agreement has billed the month, the new one begins with the next", async () => {
  const before = await bench.control.ourAdditions();
  await bench.control.bill();
  await askToEnd(before);
  await mapAnew();
  const moved = await run();
  expect(moved.counts).toMatchObject({ failed: 0, held: 0 });
  const ended = on(from, await bench.control.ourAdditions()).filter((one) => one.quantity > 0);
  expect(ended.every((one) => one.cancelledDate?.slice(0, 10) === "2026-10-31")).toBe(true);
  const october = on(to, await bench.control.ourAdditions()).filter(
    (one) => one.effectiveDate.slice(0, 10) < "2026-11-01",
  );
  expect(october).toEqual([]);
  await bench.control.issueNextInvoice();
  const next = await bench.run("customers", { trigger: "schedule" });
  expect(next.counts).toMatchObject({ failed: 0, held: 0 });
  const begun = on(to, await bench.control.ourAdditions());
  expect(begun.length).toBeGreaterThan(0);
  expect(begun.every((one) => one.effectiveDate.slice(0, 10) >= "2026-11-01")).toBe(true);
});

test("a line that a person keeps goes on beside the new one", async () => {
  const [first] = await bench.control.ourAdditions();
  const key = first?.serialNumber ?? "";
  await mapAnew();
  const held = await run();
  const kept = await decide(bench, { runId: held.id, code: "existing_line", key }, "keep");
  expect(kept.counts).toMatchObject({ applied: 1, held: 0 });
  const mine = (await bench.control.ourAdditions()).filter((one) => one.serialNumber === key);
  expect([on(from, mine).length, on(to, mine).length]).toEqual([1, 1]);
});

test("a customer switched off keeps its lines, or has them ended on the day asked for", async () => {
  const before = await bench.control.ourAdditions();
  const customerId = await customerIdOf(bench, customer);
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(mappings)
      .set({ enabled: false })
      .where(and(eq(mappings.customerId, customerId))),
  );
  await run();
  expect(await bench.control.ourAdditions()).toEqual(before);
  await askToEnd(before.slice(0, 1));
  await inOrg(bench.db, bench.orgId, (tx) => tx.update(lineEndings).set({ lastDay: "2026-11-15" }));
  const ended = await bench.run("customers", { trigger: "schedule" });
  const [item] = (await itemsOf(bench, ended.id)).filter((one) => one.key.startsWith("ending:"));
  expect(item).toMatchObject({ outcome: "applied", customerName: customer });
  const [line, ...others] = await bench.control.ourAdditions();
  expect(line?.cancelledDate?.slice(0, 10)).toBe("2026-11-15");
  expect(others.filter(isOpen)).toHaveLength(before.slice(1).filter(isOpen).length);
});

test("an end whose answer is lost is read back; one that the PSA refuses stays outstanding until it passes", async () => {
  const [first, second] = await bench.control.ourAdditions();
  if (!first || !second) throw new Error("We bill too few lines.");
  await askToEnd([first]);
  await bench.control.fault({
    service: "connectwise",
    method: "PATCH",
    pattern: "/additions/",
    effect: { kind: "lose_answer" },
  });
  await bench.run("customers", { trigger: "schedule" });
  expect(await endings()).toEqual([{ state: "done" }]);
  await askToEnd([second]);
  const refusal = { kind: "answer", status: 400, body: { code: "InvalidObject", message: "No." } };
  await bench.control.fault({
    service: "connectwise",
    method: "PATCH",
    pattern: "/additions/",
    effect: refusal,
  });
  const failed = await bench.run("customers", { trigger: "schedule" });
  expect(failed.counts).toMatchObject({ failed: 1 });
  const passed = await bench.run("customers", { trigger: "schedule" });
  expect(passed.counts).toMatchObject({ failed: 0 });
  expect(await endings()).toEqual([{ state: "done" }, { state: "done" }]);
  expect(await bench.status("customers")).toMatchObject({ failed: 0, unknown: 0 });
});
