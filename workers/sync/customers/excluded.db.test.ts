import { eq, sql } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { includeItem } from "@/db/commands/portal/exclude-item";
import { exclusions } from "@/db/schema";
import { itemsOf, positionsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

const customer = "Lighthouse Conveyancing";
const clerk = "11111111-1111-4111-8111-111111111111";

let bench: WriteBench;
/** A licence that is on two invoices and was excluded before anything of it was written. */
let key: string;
let lastRunId: string;
beforeEach(async () => {
  bench = await startWriteBench();
  await bench.turnOn(customer);
  key = `${await aWholeMonth()}:licence`;
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx.insert(exclusions).values({
      orgId: bench.orgId,
      programSyncId: bench.programSync.id,
      key,
      reason: "Billed by hand for now",
      expiresOn: null,
      excludedBy: clerk,
    }),
  );
  await bench.run("customers");
  await bench.control.issueNextInvoice();
  lastRunId = (await bench.run("customers", { trigger: "schedule" })).id;
  expect((await itemOf(lastRunId))?.reason).toBe("excluded");
  expect(await additionsOfKey()).toEqual([]);
});
afterEach(async () => {
  await bench.expectNothingDoubled();
  await bench.close();
});

async function aWholeMonth(): Promise<string> {
  const preview = await bench.run("customers", { mode: "preview" });
  const ids = (await itemsOf(bench, preview.id)).map(({ subscriptionId }) => subscriptionId);
  const { lines } = await bench.control.newestInvoice();
  const line = lines.find(
    ({ subscriptionId, billableRatio, chargeStart }) =>
      ids.includes(subscriptionId) && Number(billableRatio) === 1 && chargeStart.startsWith("2026-10-01"),
  );
  if (!line) throw new Error("No line is for a whole month.");
  return line.subscriptionId;
}

const itemOf = async (runId: string) => (await itemsOf(bench, runId)).find((item) => item.key === key);

const additionsOfKey = async () =>
  (await bench.control.ourAdditions())
    .filter(({ serialNumber }) => serialNumber === key)
    .map(({ effectiveDate }) => effectiveDate.slice(0, 10))
    .sort();

async function expectBilledFromOctober() {
  expect((await additionsOfKey())[0]).toBe("2026-10-01");
  const position = (await positionsOf(bench)).find((one) => one.key === key);
  expect(position?.confirmedThrough).toBe("2026-11-30");
}

test("an exclusion that a person takes back leaves no month behind", async () => {
  const item = await itemOf(lastRunId);
  const portal = openDatabase(bench.database.portalUrl, { maxConnections: 1 });
  const included = await inOrg(portal.db, bench.orgId, (tx) =>
    includeItem(tx, { orgId: bench.orgId, runId: lastRunId, itemId: item?.id ?? "", requestedBy: clerk }),
  );
  await portal.close();
  await bench.workOff(included?.runId ?? "");
  await expectBilledFromOctober();
});

test("one that ends by itself leaves none behind either", async () => {
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx.update(exclusions).set({ expiresOn: sql`current_date - 2` }).where(eq(exclusions.key, key)),
  );
  await bench.run("customers", { trigger: "schedule" });
  await expectBilledFromOctober();
});
