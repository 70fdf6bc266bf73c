import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, mappings } from "@/db/schema";
import { approveHeld } from "../months/approve-held";
import { chargeBillingCode, openBooks } from "../months/open-books";
import { invoiceRow, type PrismDesk, type PrismProduct, prismDesk } from "../months/prism-desk";
import type { BilledLine, HeldLine, PsaBooks, PsaName } from "../months/psa-books";
import { type FinishedRun, type Rig, startRig } from "../testing/rig";
import { issuesOf, itemsOf } from "../testing/rig-records";
import { months, products, type WorkedMonth, type WorkedSubscription, workedMonths } from "./worked-months";

/** What became of a worked month in one PSA. */
export type Played = {
  /** What stands in the PSA after the sync, before it bills. */
  held: HeldLine[];
  /** What the PSA bills for it. */
  billed: BilledLine[];
  /** What was asked or told, by code. */
  issues: string[];
  /** By how much the PSA's amount differs from the invoice's, as the sync stated it; null: it stated nothing. */
  stated: { cost: string; price: string } | null;
};

type Placed = WorkedMonth & {
  subscriptionIds: string[];
  mainId: string;
  /** That one, and the one for what is paid yearly. */
  agreementIds: string[];
};

/** Has a place for annual payments, and products of every kind. */
const scenario = "troubled";

/** Codes on which the worked months say yes. */
const approved = ["catch_up", "credit_or_adjustment"];

/** Plays every worked month against one PSA's sandbox; answers by slug. Needs TEST_DATABASE_URL, as tests do. */
export async function playMonths(psa: PsaName): Promise<Map<string, Played>> {
  const rig = await startRig(scenario, {
    psa,
    customers: months.map(({ customer }) => customer),
    settings: { azureEnabled: true, annualEnabled: true, chargeBillingCodeId: chargeBillingCode(scenario) },
  });
  try {
    const { control } = rig.sandbox.endpoints;
    const books = openBooks(psa, control);
    const desk = prismDesk(control);
    const placed = await place(rig, desk, psa);
    const productsNow = await desk.products();
    await invoiceMonth(desk, placed, productsNow, "before");
    await mustNotFail(rig, await rig.run("customers"));
    await books.bill(placed.map(({ mainId }) => mainId));
    const ahead = placed.filter(({ billedAhead }) => billedAhead).map(({ mainId }) => mainId);
    const billedAhead = await books.bill(ahead);

    await invoiceMonth(desk, placed, productsNow, "shown");
    await desk.issueNext();
    for (const { subscriptions, subscriptionIds } of placed)
      await tellPrism(desk, subscriptions, subscriptionIds);
    const runs = await syncAndApprove(rig);
    const held = await Promise.all(placed.map((month) => readHeld(books, month)));
    const billed = [
      ...billedAhead,
      ...(await books.bill(placed.flatMap(({ agreementIds }) => agreementIds))),
    ];
    const told = await Promise.all(runs.map((run) => readTold(rig, run)));
    return new Map(
      placed.map((month, i) => [
        month.slug,
        {
          held: held[i] ?? [],
          billed: billed.filter(({ agreementId }) => month.agreementIds.includes(agreementId)),
          ...joinTold(told.flat().filter(({ customer }) => customer === month.customer)),
        },
      ]),
    );
  } finally {
    await rig.close();
  }
}

/** Finds each month's customer, its agreement and as many of its subscriptions as the month speaks of. */
async function place(rig: Rig, desk: PrismDesk, psa: PsaName): Promise<Placed[]> {
  const known = await desk.customers(workedMonths.before);
  const mapped = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ name: customers.name, main: mappings.psaAgreementId, annual: mappings.annualAgreementId })
      .from(mappings)
      .innerJoin(customers, eq(customers.id, mappings.customerId))
      .where(and(eq(mappings.programSyncId, rig.programSync.id))),
  );
  const placed: Placed[] = [];
  for (const month of months) {
    const customer = known.find(({ name }) => name === month.customer);
    const mapping = mapped.find(({ name }) => name === month.customer);
    if (!customer || !mapping) throw new Error(`${month.customer} is not there.`);
    if (psa === "connectwise" && month.agreement) {
      await rig.control.edit("connectwise", "agreements", mapping.main, month.agreement);
    }
    placed.push({
      ...month,
      subscriptionIds: customer.subscriptionIds.slice(0, month.subscriptions.length),
      mainId: mapping.main,
      agreementIds: [mapping.main, ...(mapping.annual === null ? [] : [mapping.annual])],
    });
  }
  return placed;
}

async function invoiceMonth(
  desk: PrismDesk,
  placed: Placed[],
  known: PrismProduct[],
  which: "before" | "shown",
): Promise<void> {
  const rows = placed.flatMap(({ subscriptions, subscriptionIds }) =>
    subscriptions.flatMap(({ product, [which]: billed = [] }, i) =>
      billed.map(({ says, ...days }) =>
        invoiceRow(subscriptionIds[i] ?? "", says ?? products[product].says, days),
      ),
    ),
  );
  if (which === "before") {
    for (const { subscriptions, subscriptionIds } of placed) {
      for (const [i, { product, facts }] of subscriptions.entries()) {
        const { sku, says } = products[product];
        const found = known.find((one) => one.sku === sku);
        if (!found) throw new Error(`PRISM has no product ${sku}.`);
        await desk.changeSubscription(subscriptionIds[i] ?? "", {
          productId: found.id,
          productName: says,
          displayTemplate: "License",
          billingCycle: "Monthly",
          ...{ status: "Active", ...facts },
        });
      }
    }
  }
  await desk.invoice(workedMonths[which], rows);
}

async function tellPrism(desk: PrismDesk, subscriptions: WorkedSubscription[], ids: string[]): Promise<void> {
  for (const [i, { afterwards, facts }] of subscriptions.entries()) {
    await desk.changeSubscription(ids[i] ?? "", { status: "Active", ...facts, ...afterwards });
  }
}

async function syncAndApprove(rig: Rig): Promise<FinishedRun[]> {
  await mustNotFail(rig, await rig.run("products"));
  const runs = [await rig.run("customers")];
  for (const code of approved) {
    const retried = await approveHeld(rig, runs[0]?.id ?? "", code);
    if (retried) runs.push(retried);
  }
  for (const run of runs) await mustNotFail(rig, run);
  return runs;
}

async function mustNotFail(rig: Rig, run: FinishedRun): Promise<void> {
  if (run.status !== "error") return;
  const issues = (await issuesOf(rig, run.id)).map(({ code, facts }) => `${code} ${JSON.stringify(facts)}`);
  throw new Error(`A run failed: ${issues.join("\n")}`);
}

async function readHeld(books: PsaBooks, { agreementIds }: Placed): Promise<HeldLine[]> {
  return (await Promise.all(agreementIds.map((id) => books.held(id)))).flat();
}

type Told = { customer: string | null; issues: string[]; stated: Played["stated"] };

async function readTold(rig: Rig, run: FinishedRun): Promise<Told[]> {
  const issues = await issuesOf(rig, run.id);
  return (await itemsOf(rig, run.id)).map((item) => ({
    customer: item.customerName,
    issues: issues.filter(({ itemId }) => itemId === item.id).map(({ code }) => code),
    stated:
      item.priceDifference === null || item.costDifference === null
        ? null
        : { cost: item.costDifference, price: item.priceDifference },
  }));
}

function joinTold(told: Told[]): Pick<Played, "issues" | "stated"> {
  const issues = [...new Set(told.flatMap((one) => one.issues))].sort();
  return { issues, stated: told.find(({ stated }) => stated !== null)?.stated ?? null };
}
