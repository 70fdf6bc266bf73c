import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, mappings } from "@/db/schema";
import { issuesOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";

jest.setTimeout(120_000);

let bench: UnitsBench;
let contractId: number;
beforeAll(async () => {
  bench = await startUnitsBench({ settings: { extendContracts: true } });
  const { name, agreementId } = await emptyContract();
  contractId = agreementId;
  await bench.turnOn(name);
});
afterAll(() => bench.close());

/** A customer whose contract carries nothing yet, so that nothing forbids another end. */
async function emptyContract(): Promise<{ name: string; agreementId: number }> {
  const rows = await bench.control.entities("autotask", "contractServiceUnits");
  const taken = new Set(rows.map(({ contractID }) => String(contractID)));
  const mapped = await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .select({ name: customers.name, agreementId: mappings.psaAgreementId })
      .from(mappings)
      .innerJoin(customers, eq(customers.id, mappings.customerId))
      .where(and(eq(mappings.orgId, bench.orgId), eq(mappings.programSyncId, bench.programSync.id)))
      .orderBy(customers.name),
  );
  const found = mapped.find(({ agreementId }) => !taken.has(agreementId));
  if (!found) throw new Error("Every contract carries something.");
  return { name: found.name, agreementId: Number(found.agreementId) };
}

async function endDate(): Promise<string> {
  const all = await bench.control.entities("autotask", "contracts");
  return String(all.find(({ id }) => id === contractId)?.endDate).slice(0, 10);
}

async function lookAtEnd(end: string) {
  await bench.control.edit("autotask", "contracts", contractId, { endDate: end });
  await bench.newWrites();
  return bench.run("customers");
}

test("a contract that ended long ago is left to a person, though ends may be moved", async () => {
  const run = await lookAtEnd("2026-08-30");
  const issues = await issuesOf(bench, run.id);
  expect(run.status).toBe("error");
  expect(new Set(issues.map(({ code, facts }) => `${code} ${facts.endDate} ${facts.earliestEnd}`))).toEqual(
    new Set(["agreement_ended 2026-08-30 2026-08-31"]),
  );
  expect([await endDate(), await bench.newWrites()]).toEqual(["2026-08-30", []]);
});

test("one that ended a period before is extended, and bears its lines", async () => {
  const run = await lookAtEnd("2026-08-31");
  expect([run.status, await issuesOf(bench, run.id)]).toEqual(["success", []]);
  expect(await endDate()).toBe("2026-10-31");
  expect(await bench.ourUnitsOn("2026-10-31")).toBe(await bench.confirmedOn("2026-10-31"));
  expect(await bench.ourUnitsOn("2026-10-31")).toBeGreaterThan(0);
});
