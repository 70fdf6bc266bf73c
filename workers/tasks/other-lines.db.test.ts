import { eq } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { type ChosenLine, endOtherLines } from "@/db/commands/portal/end-other-lines";
import { requestTask } from "@/db/commands/tasks/request-task";
import { listOtherLines, type OtherLineRow } from "@/db/queries/portal/other-lines";
import { agreementLines, lineEndings } from "@/db/schema";
import { agreementOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { runTask } from "../jobs/run-task";

jest.setTimeout(120_000);

const customer = "Lighthouse Conveyancing";
const alreadyThere = "Cloud backup per mailbox";
const lastDay = "2027-01-15";

let bench: WriteBench;
afterEach(() => bench.close());

const of = () => ({
  orgId: bench.orgId,
  programSyncId: bench.programSync.id,
  connectionId: bench.programSync.connectionId,
});

async function start(psa: "connectwise" | "autotask") {
  bench = await startWriteBench({ psa, engine: { psaSettlesAfterMs: 300, sleep: async () => undefined } });
  await bench.turnOn(customer);
  expect((await bench.run("customers")).status).toBe("success");
}

async function read(): Promise<void> {
  const { orgId, connectionId } = of();
  const asked = { orgId, kind: "read_other_lines" as const, subjectId: connectionId, requestedBy: null };
  const { taskId } = await inOrg(bench.db, orgId, (tx) => requestTask(tx, asked));
  expect(await runTask(bench.tools, { orgId, taskId })).toBe("done");
}

/** All pages of the list, save what the world has there already. */
async function listed(limit = 25): Promise<OtherLineRow[]> {
  const agreementId = await agreementOf(bench, customer);
  const rows: OtherLineRow[] = [];
  for (;;) {
    const key = rows.at(-1)?.sortKey;
    const cursor = key ? { direction: "after" as const, key } : null;
    const page = await listOtherLines(bench.db, { ...of(), cursor, limit });
    rows.push(...page.rows);
    if (!page.hasAfter)
      return rows.filter(
        ({ psaAgreementId, name }) => psaAgreementId === agreementId && name !== alreadyThere,
      );
  }
}

/** As the portal does. */
async function end(lines: ChosenLine[]) {
  const portal = openDatabase(bench.database.portalUrl, { maxConnections: 1 });
  try {
    return await inOrg(portal.db, bench.orgId, (tx) =>
      endOtherLines(tx, { ...of(), lines, lastDay, askedBy: bench.orgId }),
    );
  } finally {
    await portal.close();
  }
}

/** An item of the PSA that no product of ours is linked to, like one that there is. */
async function makeItem(description: string): Promise<number> {
  const [model] = await bench.control.entities("connectwise", "catalog");
  const { id: _, _info: __, ...item } = model ?? {};
  const identifier = description.slice(0, 20);
  return bench.control.create("connectwise", "catalog", {
    ...item,
    identifier,
    description,
    customerDescription: description,
    vendorSku: "",
  });
}

/** Another tool bills the customer `count` times, under an item that no product of ours is linked to. */
async function leaveAdditions(count: number, change: Record<string, unknown> = {}): Promise<number[]> {
  const itemId = await makeItem("M365 Bus Std (other tool)");
  const agreementId = Number(await agreementOf(bench, customer));
  const made: number[] = [];
  for (let index = 0; index < count; index += 1) {
    made.push(
      await bench.control.create("connectwise", "additions", {
        agreementId,
        product: { id: itemId },
        quantity: index + 2,
        unitPrice: 20,
        unitCost: 15,
        effectiveDate: "2026-09-01",
        billCustomer: "Billable",
        ...change,
      }),
    );
  }
  return made;
}

/** How many writes each line of another tool got. */
async function writesOf(ids: number[]): Promise<number[]> {
  const writes = await bench.control.writes("connectwise");
  return ids.map(
    (id) =>
      writes.filter(({ method, path }) => method === "PATCH" && path.endsWith(`/additions/${id}`)).length,
  );
}

test("60 lines end at once, each by one write, though an answer is lost in the middle", async () => {
  await start("connectwise");
  const left = await leaveAdditions(60);
  const before = await bench.control.ourAdditions();
  await read();
  const lines = await listed();
  expect(new Set(lines.map(({ psaLineId }) => psaLineId))).toEqual(new Set(left.map(String)));
  const lost = {
    service: "connectwise",
    method: "PATCH",
    pattern: "/additions/",
    effect: { kind: "lose_answer" },
  };
  await bench.control.fault({ ...lost, skip: 29, times: 1 });
  const asked = await end(lines);
  expect(asked).toMatchObject({ movedOn: 0 });
  expect(await end(lines)).toMatchObject({ runId: null, movedOn: 60 });
  const run = await bench.workOff(asked.runId ?? "");
  expect(run.counts).toMatchObject({ failed: 0, held: 0 });
  for (const waiting of (await bench.runs()).filter(({ finishedAt }) => finishedAt === null)) {
    await bench.hurry(waiting.id);
    await bench.workOff(waiting.id);
  }
  expect(await writesOf(left)).toEqual(left.map(() => 1));
  const additions = await bench.control.entities("connectwise", "additions");
  const ends = additions
    .filter(({ id }) => left.includes(Number(id)))
    .map(({ cancelledDate }) => String(cancelledDate).slice(0, 10));
  expect(ends).toEqual(left.map(() => lastDay));
  const states = await inOrg(bench.db, bench.orgId, (tx) =>
    tx.select({ state: lineEndings.state }).from(lineEndings),
  );
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["done"]));
  expect(await bench.control.ourAdditions()).toEqual(before);
  expect(await listed()).toEqual([]);
});

test("likely duplicates come first, and what is ours, a charge, over or not billed is not listed", async () => {
  await start("connectwise");
  const [ours] = await bench.control.ourAdditions();
  const [twin] = await leaveAdditions(1, { quantity: ours?.quantity });
  const itemId = await makeItem("Managed workstation");
  const agreementId = Number(await agreementOf(bench, customer));
  const plain = {
    agreementId,
    product: { id: itemId },
    quantity: 1,
    unitPrice: 90,
    unitCost: 40,
    effectiveDate: "2026-09-01",
    billCustomer: "Billable",
  };
  const other = await bench.control.create("connectwise", "additions", plain);
  await bench.control.create("connectwise", "additions", { ...plain, billCustomer: "DoNotBill" });
  await bench.control.create("connectwise", "additions", {
    ...plain,
    effectiveDate: "2026-10-01",
    cancelledDate: "2026-10-31",
  });
  await bench.control.create("connectwise", "additions", { ...plain, serialNumber: ours?.serialNumber });
  await read();
  const rows = await listed();
  expect(rows.map(({ psaLineId }) => psaLineId)).toEqual([String(twin), String(other)]);
  expect(rows[0]).toMatchObject({ customerNames: [customer], twin: { sameQuantity: true } });
  expect(rows[0]?.rank).toBeLessThan(rows[1]?.rank ?? 0);
  expect(rows[1]).toMatchObject({ name: "Managed workstation", twin: null, cycleMonths: 1 });
});

test("a line that became ours after it was read is not ended", async () => {
  await start("connectwise");
  const [id] = await leaveAdditions(1);
  await read();
  const [line] = await listed();
  const { orgId, connectionId } = of();
  const psaAgreementId = await agreementOf(bench, customer);
  await inOrg(bench.db, orgId, (tx) =>
    tx
      .insert(agreementLines)
      .values({ orgId, connectionId, psaAgreementId, psaLineId: String(id), key: "s:licence" }),
  );
  expect(line && (await end([line]))).toMatchObject({ runId: null, movedOn: 1 });
  expect(await listed()).toEqual([]);
  await inOrg(bench.db, orgId, (tx) =>
    tx.delete(agreementLines).where(eq(agreementLines.psaLineId, String(id))),
  );
  expect((await listed()).length).toBe(1);
});

test("services of a contract end once each, though an answer is lost", async () => {
  await start("autotask");
  const contractID = Number(await agreementOf(bench, customer));
  const names = ["Workstation care", "M365 Bus Std (other tool)", "Offsite backup"];
  for (const [index, name] of names.entries()) {
    const serviceID = await makeService(name);
    await bench.control.adjustUnits({
      contractID,
      serviceID,
      unitChange: index + 3,
      effectiveDate: "2026-10-01",
    });
  }
  await bench.newWrites();
  await read();
  const lines = (await listed()).filter(({ name }) => names.includes(name));
  expect(lines.map(({ name }) => name).sort()).toEqual([...names].sort());
  await bench.control.fault({
    service: "autotask",
    method: "POST",
    pattern: "Adjustments$",
    skip: 1,
    times: 1,
    effect: { kind: "lose_answer" },
  });
  const asked = await end(lines);
  const run = await bench.workOff(asked.runId ?? "");
  expect(run.counts).toMatchObject({ applied: 3, failed: 0, held: 0, unknown: 0 });
  expect(await bench.newWrites()).toEqual(names.map(() => "POST adjustment"));
  await read();
  expect((await listed()).filter(({ name }) => names.includes(name))).toEqual([]);
});

async function makeService(name: string): Promise<number> {
  const [model] = await bench.control.entities("autotask", "services");
  const { id: _, sku: __, userDefinedFields: ___, ...service } = model ?? {};
  return bench.control.create("autotask", "services", { ...service, name });
}
