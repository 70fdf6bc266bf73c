import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { mappings } from "@/db/schema";
import { changeSettings, customerIdOf, decide, endNamedLine } from "@/scripts/testing/rig-decisions";
import { agreementOf, issuesOf, itemsOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";

jest.setTimeout(120_000);

/** The host's contract bears the guest's subscriptions too. */
const host = "St Brendan's College";
const guest = "Zephyr Air Conditioning";
const day = "2026-11-15";

let bench: UnitsBench;
let hostContract: string;
let guestContract: string;
beforeAll(async () => {
  bench = await startUnitsBench({ engine: { psaSettlesAfterMs: 300 } });
  hostContract = await agreementOf(bench, host);
  guestContract = await agreementOf(bench, guest);
  await mapGuestTo(hostContract, await companyOf(hostContract));
  await bench.turnOn(host);
  await bench.turnOn(guest);
});
afterEach(() => bench.control.clearFaults());
afterAll(() => bench.close());

/** Maps the guest to a contract of this company. */
async function mapGuestTo(psaAgreementId: string, psaCompanyId: string) {
  const customerId = await customerIdOf(bench, guest);
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(mappings)
      .set({ psaAgreementId, psaCompanyId })
      .where(and(eq(mappings.programSyncId, bench.programSync.id), eq(mappings.customerId, customerId))),
  );
}

async function companyOf(contractId: string): Promise<string> {
  const contracts = await bench.control.entities("autotask", "contracts");
  return String(contracts.find(({ id }) => id === Number(contractId))?.companyID);
}

const scheduled = () => bench.run("customers", { trigger: "schedule" });
const codesOf = async (runId: string) =>
  (await issuesOf(bench, runId)).map(({ code, facts }) => [code, facts]);

/** What PRISM bills both for one product on its newest invoice: the rows and their keys. */
async function sharedRows() {
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const run = (await bench.runs()).find(({ kind, mode }) => kind === "customers" && mode === "live");
  const items = await itemsOf(bench, run?.id ?? "");
  const titles = (name: string) =>
    new Set(items.filter((item) => item.customerName === name).map(({ title }) => title));
  const common = [...titles(host)].filter((title) => titles(guest).has(title)).sort();
  const rowsOf = (title: string, name: string) => {
    const ids = items
      .filter((item) => item.title === title && item.customerName === name)
      .map(({ subscriptionId }) => subscriptionId);
    return lines.filter((line) => ids.includes(line.subscriptionId) && Number(line.billableRatio) === 1);
  };
  return common.map((title) => ({
    title,
    invoiceId,
    host: rowsOf(title, host)[0],
    guest: rowsOf(title, guest)[0],
  }));
}

async function aSharedRow() {
  const shared = (await sharedRows()).find((one) => one.host && one.guest);
  if (!shared?.host || !shared.guest) throw new Error("They share no product for a whole month.");
  return { ...shared, host: shared.host, guest: shared.guest };
}

type Row = Awaited<ReturnType<typeof aSharedRow>>["host"];

/** PRISM corrects a line for the whole of October: from a day on it is so many more. */
const addFrom = (line: Row, more: number, date: string, dayBefore: string) => ({
  change: { row: line.row, chargeEnd: dayBefore },
  add: {
    ...whole(line),
    quantity: String(Number(line.quantity) + more),
    chargeStart: date,
    chargeEnd: "2026-10-31",
  },
});

const whole = ({ row: _, ...line }: Row) => line;

async function correct(invoiceId: string, changeLines: unknown[], addLines: unknown[] = []) {
  await bench.control.edit("prism", "invoices", invoiceId, { changeLines, addLines });
}

async function heldFor(title: string, at = day) {
  const held = await bench.unitsOf(host, at);
  const [, units] = [...held].find(([name]) => name.includes(title) || title.includes(name)) ?? [];
  return units;
}

/** A person approves and posts what is due on both contracts. */
async function postMonth(until: string) {
  const contractIds = [Number(hostContract), Number(guestContract)];
  await bench.control.billBy("autotask", { contractIds, until });
}

test("subscriptions of one product share one contract service, which holds their sum", async () => {
  const run = await bench.run("customers");
  expect([run.status, await codesOf(run.id)]).toEqual(["success", []]);
  expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
  for (const held of (await bench.unitsOf(host, day)).values()) expect(held.byService.size).toBe(1);
  const { title, host: mine, guest: theirs } = await aSharedRow();
  const sum = Number(mine.quantity) + Number(theirs.quantity);
  expect((await heldFor(title))?.units).toBe(sum);
  expect((await scheduled()).status).toBe("no_change");
});

test("one of them tried again by itself leaves the other's units as they are", async () => {
  const { invoiceId, title, host: mine, guest: theirs } = await aSharedRow();
  const before = (await heldFor(title))?.units ?? 0;
  const more = [addFrom(mine, 4, "2026-10-12", "2026-10-11"), addFrom(theirs, 3, "2026-10-13", "2026-10-12")];
  await correct(
    invoiceId,
    more.map(({ change }) => change),
    more.map(({ add }) => add),
  );
  const last = (await bench.runs()).at(-1);
  const retry = await bench.retry(last?.id ?? "", "customers", [`${theirs.subscriptionId}:licence`]);
  expect([retry.status, await codesOf(retry.id)]).toEqual(["success", []]);
  expect((await heldFor(title))?.units).toBe(before + 3);
  const rest = await scheduled();
  expect([rest.status, await codesOf(rest.id)]).toEqual(["success", []]);
  expect((await heldFor(title))?.units).toBe(before + 7);
  expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
});

test("another price is held where the tenant refuses a second service, and gets its own where a person wants it", async () => {
  await postMonth("2026-10-31");
  await bench.control.issueNextInvoice();
  const { title, guest: theirs } = await aSharedRow();
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const rows = lines.filter(({ subscriptionId }) => subscriptionId === theirs.subscriptionId);
  await correct(
    invoiceId,
    rows.map(({ row }) => ({ row, unitPrice: "3.21", unitPriceRrp: "4.56" })),
  );
  const key = `${theirs.subscriptionId}:licence`;
  const first = await scheduled();
  expect([first.status, new Set((await codesOf(first.id)).map(([code]) => code))]).toEqual([
    "warning",
    new Set(["price_conflict"]),
  ]);
  expect((await heldFor(title))?.byService.size).toBe(1);

  // From now on it is known, and nothing is tried.
  await bench.newWrites();
  const second = await scheduled();
  expect((await codesOf(second.id)).map(([code]) => code)).toEqual(["price_conflict"]);
  expect(second.counts?.held).toBe(1);
  expect(await bench.newWrites()).toEqual([]);

  await bench.control.settings({ autotask: { allowRepeatService: true } });
  const decided = await decide(bench, { runId: second.id, code: "price_conflict", key }, "own_service");
  expect([decided.status, await codesOf(decided.id)]).toEqual(["success", []]);
  const now = await heldFor(title);
  expect(now?.byService.size).toBe(2);
  expect([...(now?.byService.values() ?? [])]).toContain(Number(rows.at(-1)?.quantity));
  expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
  expect((await scheduled()).status).toBe("no_change");
});

test("mapped to another contract: asked first, then ended on the old one, never on both", async () => {
  await mapGuestTo(guestContract, await companyOf(guestContract));
  const asked = await bench.run("customers");
  const questions = (await issuesOf(bench, asked.id)).filter(({ code }) => code === "existing_line");
  expect(questions.length).toBeGreaterThan(0);
  expect((await bench.unitsOf(guest, day)).size).toBe(0);
  const total = await bench.ourUnitsOn(day);

  const items = await itemsOf(bench, asked.id);
  const keyOf = (itemId: string | null) => items.find(({ id }) => id === itemId)?.key ?? "";
  const question = (itemId: string | null) => ({
    runId: asked.id,
    code: "existing_line",
    key: keyOf(itemId),
  });
  for (const { itemId } of questions) {
    const ended = await endNamedLine(bench, question(itemId), "2026-11-05");
    expect([ended.status, await codesOf(ended.id)]).toEqual(["success", []]);
  }
  for (const date of ["2026-11-02", "2026-11-05", "2026-11-06", day])
    expect([date, await bench.ourUnitsOn(date)]).toEqual([date, total]);
  expect((await bench.unitsOf(guest, day)).size).toBe(questions.length);
  const before = await bench.unitsOf(guest, "2026-11-05");
  expect([...before.values()].filter(({ units }) => units > 0)).toEqual([]);
  expect((await bench.run("customers")).status).toBe("no_change");
});

describe("a contract that ends before the invoiced days", () => {
  test("fails its lines while it may not be extended, and is extended where the program says so", async () => {
    const { lines } = await bench.control.newestInvoice();
    expect(lines.length).toBeGreaterThan(0);
    await postMonth("2026-11-30");
    await bench.control.edit("autotask", "contracts", guestContract, { endDate: "2026-11-30" });
    await bench.control.issueNextInvoice();
    const refused = await scheduled();
    const codes = new Set((await codesOf(refused.id)).map(([code]) => code));
    expect([refused.status, codes]).toEqual(["error", new Set(["agreement_ended"])]);

    await changeSettings(bench, { extendContracts: true });
    const run = await scheduled();
    expect([run.status, await codesOf(run.id)]).toEqual(["success", []]);
    const contract = (await bench.control.entities("autotask", "contracts")).find(
      ({ id }) => id === Number(guestContract),
    );
    expect(String(contract?.endDate).slice(0, 10)).toBe("2026-12-31");
    expect((await bench.unitsOf(guest, day)).size).toBeGreaterThan(0);
    expect((await scheduled()).status).toBe("no_change");
  });
});
