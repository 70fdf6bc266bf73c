import { like } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { findTieOuts } from "@/db/queries/runs/run-progress";
import { programSyncs } from "@/db/schema";
import { chargeBillingCode } from "@/scripts/months/open-books";
import { billContracts, sumOf, totalOf } from "@/scripts/testing/contract-bills";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { issuesOf, itemsOf } from "@/scripts/testing/rig-records";
import { rigRuns } from "@/scripts/testing/rig-runs";

jest.setTimeout(300_000);

const psas = ["connectwise", "autotask"] as const;
type Psa = (typeof psas)[number];

/** Who has what in the world of `wide` (docs/sandbox-data.md), and what comes of it in each PSA. */
const told: [customer: string, title: RegExp, outcome: Record<Psa, string[]>][] = [
  both("Quarry Lane Engineering", /Teams Phone/, ["applied"]),
  both("Fernleigh Veterinary Hospital", /Intune/, [
    "applied cost_changed_mid_period price_changed_mid_period",
  ]),
  both("Tidewater Plumbing", /Apps for business/, ["applied"]),
  both("Jacaranda Community Housing", /SharePoint/, ["held source_inconsistent"]),
  both("Outpost Outdoor Supplies", /Business Premium/, ["applied", "applied"]),
  both('Dunes Hospitality Group (t/a "The Dunes")', /Apps for business/, ["applied", "applied"]),
  [
    "Greenslope Landscapes",
    /Defender for Business/,
    {
      connectwise: ["applied", "applied"],
      autotask: ["applied", "held price_conflict"],
    },
  ],
  both("Brightwater Accounting", /paid yearly/, ["applied"]),
  both("Stonefruit Media", /Azure/, ["applied"]),
  both("Paperbark Publishing", /trial/, ["skipped trial_skipped"]),
  both("Gantry Hydraulics", /Azure Information Protection/, ["failed source_product_not_found"]),
];

function both(customer: string, title: RegExp, outcomes: string[]): (typeof told)[number] {
  return [customer, title, { connectwise: outcomes, autotask: outcomes }];
}

describe.each(psas)("every kind of line, with %s", (psa) => {
  let rig: Rig;
  let runId: string;
  beforeAll(async () => {
    rig = await startRig("wide", {
      psa,
      slug: "microsoft",
      settings: {
        azureEnabled: true,
        annualEnabled: true,
        ...(psa === "autotask" && { chargeBillingCodeId: chargeBillingCode("wide") }),
      },
    });
    runId = (await rig.run("customers")).id;
  });
  afterAll(() => rig.close());

  async function outcomes(ofRun: string) {
    const issues = await issuesOf(rig, ofRun);
    return (await itemsOf(rig, ofRun)).map((item) => {
      const codes = issues.filter(({ itemId }) => itemId === item.id).map(({ code }) => code);
      return { ...item, says: [item.outcome, ...codes.sort()].join(" ") };
    });
  }

  async function expectToTie(ofRun: string, invoices: number) {
    const tieOuts = await findTieOuts(rig.db, { orgId: rig.orgId, runId: ofRun });
    expect(tieOuts).toHaveLength(invoices);
    for (const { total, applied, unchanged, held, skipped, failed } of tieOuts) {
      expect(sumOf([applied, unchanged, held, skipped, failed])).toBe(sumOf([total]));
    }
  }

  test("each of three contract agreements ties, in its own currency", async () => {
    await expectToTie(runId, 3);
    const tieOuts = await findTieOuts(rig.db, { orgId: rig.orgId, runId });
    expect(tieOuts.map(({ currency }) => currency).sort()).toEqual(["AUD", "AUD", "NZD"]);
  });

  test("each customer's line ends as it should, and nothing ends unexpectedly", async () => {
    const items = await outcomes(runId);
    const found = told.map(([customer, title]) => [
      customer,
      items
        .filter((item) => item.customerName === customer && title.test(item.title))
        .map(({ says }) => says)
        .sort(),
    ]);
    expect(found).toEqual(told.map(([customer, , outcome]) => [customer, outcome[psa]]));
    const loose = items.filter(({ subject }) => subject === "invoice_line").map(({ says }) => says);
    expect(loose).toEqual(["held credit_or_adjustment", "held credit_or_adjustment"]);
    expect(items.filter(({ says }) => /unexpected|unknown/.test(says))).toEqual([]);
  });

  test("amounts of another currency than the PSA's are refused, those of its own are billed", async () => {
    const items = await outcomes(runId);
    const kauri = items.filter(({ customerName }) => customerName === "Kauri Coast Charters");
    expect(kauri.length).toBeGreaterThan(1);
    expect(new Set(kauri.map(({ says }) => says))).toEqual(
      new Set([psa === "connectwise" ? "failed currency_mismatch" : "applied"]),
    );
  });

  test("a second program is brought beside the first, on agreements of its own and on shared ones", async () => {
    const [acronis] = await inOrg(rig.db, rig.orgId, (tx) =>
      tx
        .select()
        .from(programSyncs)
        .where(like(programSyncs.slug, `acronis%${psa}`)),
    );
    if (!acronis) throw new Error("There is no second program.");
    const second = rigRuns(rig.tools.engine, acronis);
    const run = await second.run("customers");
    await expectToTie(run.id, 1);
    expect(await issuesOf(rig, run.id)).toEqual([]);
    expect([run.status, run.counts?.failed, run.counts?.held]).toEqual(["success", 0, 0]);
    const names = new Set((await itemsOf(rig, run.id)).map(({ customerName }) => customerName));
    expect(names.size).toBe(6);
    // Neither takes the other's lines for its own or for a stranger's.
    for (const again of [await rig.run("customers"), await second.run("customers")]) {
      expect([again.counts?.applied, again.counts?.unknown]).toEqual([0, 0]);
    }
  });

  test("what was applied is billed to the cent", async () => {
    const items = (await outcomes(runId)).filter(({ subject }) => subject === "subscription");
    expect(items.filter(({ outcome }) => outcome === "applied").length).toBeGreaterThan(100);
    await (psa === "connectwise" ? expectBilledByLine(rig, items) : expectBilledByContract(rig, items));
  });
});

type Item = Awaited<ReturnType<typeof itemsOf>>[number];

const wanted = (items: Item[]) => ({
  cost: sumOf(items.flatMap(({ costAmount, costDifference }) => [costAmount, costDifference ?? null])),
  price: sumOf(items.flatMap(({ priceAmount, priceDifference }) => [priceAmount, priceDifference ?? null])),
});

/** In ConnectWise each key has additions of its own. */
async function expectBilledByLine(rig: Rig, items: Item[]): Promise<void> {
  const lines = (await rig.control.bill()).flatMap((bill) => bill.lines);
  for (const item of items.filter(({ outcome }) => outcome === "applied")) {
    const own = lines.filter(({ serialNumber }) => serialNumber?.replace(/\d{4}(\.\d+)?$/, "") === item.key);
    const billed = {
      cost: sumOf(own.map(({ cost }) => cost)),
      price: sumOf(own.map(({ amount }) => amount)),
    };
    expect([item.title, billed]).toEqual([item.title, wanted([item])]);
  }
}

/** In Autotask a contract is compared as a whole, where all of it was applied and is of this program. */
async function expectBilledByContract(rig: Rig, items: Item[]): Promise<void> {
  const contracts = await rig.control.entities("autotask", "contracts");
  const monthly = contracts.filter(({ startDate }) => String(startDate).slice(8, 10) === "01");
  const withSecondProgram = ["Northpoint Surveyors", "Zephyr Air Conditioning"];
  const unfit = items.filter(
    ({ outcome, customerName }) =>
      !["applied", "skipped"].includes(outcome) || withSecondProgram.includes(customerName ?? ""),
  );
  const left = new Set(unfit.map(({ agreementId }) => agreementId));
  const fit = new Set(monthly.map(({ id }) => String(id)).filter((id) => !left.has(id)));
  const own = items.filter(({ outcome, agreementId }) => outcome === "applied" && fit.has(agreementId ?? ""));
  expect(own.length).toBeGreaterThan(50);
  const contractIds = [...new Set(own.map(({ agreementId }) => Number(agreementId)))];
  expect(totalOf(await billContracts(rig, { contractIds, until: "2026-10-31" }))).toEqual(wanted(own));
}
