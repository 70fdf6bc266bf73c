import { acknowledgeAll } from "../months/acknowledge-all";
import { approveHeld } from "../months/approve-held";
import { chargeBillingCode, openBooks } from "../months/open-books";
import { invoiceRow, type PrismDesk, type PrismProduct, prismDesk } from "../months/prism-desk";
import type { BilledLine, HeldLine, PsaBooks, PsaName } from "../months/psa-books";
import { type FinishedRun, type Rig, startRig } from "../testing/rig";
import { type GeneratedCustomer, generatedMonths } from "./generated-customer";
import { isActive, type Phase } from "./invoiced-days";
import { type Placed, placeCustomers } from "./place-customers";
import { type RunsRead, readRuns } from "./read-runs";

/** Two products that both PSAs know. */
const skus = ["P1Y:M:CFQ7TTC0LCHC:0002", "P1Y:M:CFQ7TTC0LDPB:0001"] as const;

const mostApprovals = 2;

export type PlayedPhase = {
  phase: Phase;
  /** By the customer's name. */
  customers: Map<string, CustomerPhase>;
  runs: RunsRead;
  /** What looking again came to. */
  again: { status: string; writes: number; issues: RunsRead["issues"] };
};

export type CustomerPhase = {
  /** The first day that the PSA had not billed when the invoice came. */
  openFrom: string;
  before: HeldLine[];
  after: HeldLine[];
  /** All that the PSA has billed so far. */
  billed: BilledLine[];
};

export type PlayedBatch = { placed: Placed[]; products: PrismProduct[]; phases: PlayedPhase[] };

type Stage = {
  rig: Rig;
  desk: PrismDesk;
  books: PsaBooks;
  placed: Placed[];
  products: PrismProduct[];
  psa: PsaName;
};

/** Puts generated customers into the sandboxes and plays both months: sync, approve, look again, bill. */
export async function playBatch(psa: PsaName, generated: GeneratedCustomer[]): Promise<PlayedBatch> {
  const rig = await startRig("clean", { psa, settings: { chargeBillingCodeId: chargeBillingCode("clean") } });
  try {
    const { control } = rig.sandbox.endpoints;
    const desk = prismDesk(control);
    const known = await desk.products();
    const products = skus.flatMap((sku) => known.filter((product) => product.sku === sku));
    const placed = await placeCustomers(rig, desk, generated);
    const stage = { rig, desk, books: openBooks(psa, control), placed, products, psa };
    await prepare(stage);
    const billed = new Map<string, BilledLine[]>();
    const phases = [await playPhase(stage, 0, billed), await playPhase(stage, 1, billed)];
    return { placed, products, phases };
  } finally {
    await rig.close();
  }
}

async function prepare({ rig, desk, placed, products, psa }: Stage): Promise<void> {
  for (const { generated, subscriptionIds, agreementId } of placed) {
    for (const [i, { product }] of generated.subscriptions.entries()) {
      const { id: productId, name: productName } = products[product] ?? { id: "", name: "" };
      const facts = { displayTemplate: "License", billingCycle: "Monthly" } as const;
      await desk.changeSubscription(subscriptionIds[i] ?? "", { productId, productName, ...facts });
    }
    if (psa === "autotask") continue;
    const { inAdvance, prorates: prorateFlag } = generated;
    const billing = inAdvance
      ? { periodType: "Future", nextInvoiceDate: generatedMonths[0] }
      : { periodType: "Current", nextInvoiceDate: generatedMonths[1] };
    await rig.control.edit("connectwise", "agreements", agreementId, { ...billing, prorateFlag });
  }
  // What was billed is ours to leave alone, not the PSA's to refuse.
  await rig.control.settings({
    connectwise: { editInvoicedAddition: "allowed" },
    autotask: { allowRepeatService: true, adjustmentsInPostedPeriods: "allowed" },
  });
}

async function playPhase(
  stage: Stage,
  phase: Phase,
  billed: Map<string, BilledLine[]>,
): Promise<PlayedPhase> {
  const { rig, books, placed, psa } = stage;
  await invoicePhase(stage, phase);
  const before = await Promise.all(placed.map((one) => readBooks(books, one)));
  const runs = await syncAndApprove(rig);
  const after = await Promise.all(placed.map((one) => books.held(one.agreementId)));
  const writes = (await rig.control.writes(psa)).length;
  const again = await rig.run("customers");
  const further = (await rig.control.writes(psa)).length - writes;
  await billPhase(stage, phase, billed);
  return {
    phase,
    customers: new Map(
      placed.map(({ name }, i) => {
        const { openFrom = "", held = [] } = before[i] ?? {};
        return [
          name,
          { openFrom, before: held, after: after[i] ?? [], billed: [...(billed.get(name) ?? [])] },
        ];
      }),
    ),
    runs: await readRuns(rig, runs),
    again: { status: again.status, writes: further, issues: (await readRuns(rig, [again])).issues },
  };
}

async function readBooks(books: PsaBooks, { agreementId }: Placed) {
  return { openFrom: await books.openFrom(agreementId), held: await books.held(agreementId) };
}

async function invoicePhase({ desk, placed, products }: Stage, phase: Phase): Promise<void> {
  const rows = placed.flatMap(({ generated, subscriptionIds }) =>
    generated.subscriptions.flatMap(({ product, months }, i) =>
      months[phase].map((days) => invoiceRow(subscriptionIds[i] ?? "", products[product]?.name ?? "", days)),
    ),
  );
  await desk.invoice(generatedMonths[phase], rows);
  if (phase === 1) await desk.issueNext();
  for (const { generated, subscriptionIds } of placed) {
    for (const [i, subscription] of generated.subscriptions.entries()) {
      const status = isActive(subscription, phase) ? "Active" : "Deleted";
      await desk.changeSubscription(subscriptionIds[i] ?? "", { status });
    }
  }
}

async function syncAndApprove(rig: Rig): Promise<FinishedRun[]> {
  await rig.run("products");
  const runs = [await rig.run("customers")];
  // An amount may lack a price that only the new line tells: then it is asked once more.
  for (let run: FinishedRun | null = runs[0] ?? null; run && runs.length <= mostApprovals; ) {
    run = await approveHeld(rig, run.id, "catch_up");
    if (run) runs.push(run);
  }
  for (const { id } of runs) await acknowledgeAll(rig, id);
  return runs;
}

async function billPhase(
  { books, placed }: Stage,
  phase: Phase,
  billed: Map<string, BilledLine[]>,
): Promise<void> {
  const ids = placed.map(({ agreementId }) => agreementId);
  const ahead = placed.filter(({ generated }) => generated.billedAhead).map(({ agreementId }) => agreementId);
  const bills = [
    ...(await books.bill(ids)),
    ...(phase === 0 && ahead.length > 0 ? await books.bill(ahead) : []),
  ];
  for (const { name, agreementId } of placed) {
    const own = bills.filter((line) => line.agreementId === agreementId);
    billed.set(name, [...(billed.get(name) ?? []), ...own]);
  }
}
