import { chargeBillingCode } from "@/scripts/months/open-books";
import { changeSettings, decide } from "@/scripts/testing/rig-decisions";
import { apply, approve, reverse } from "@/scripts/testing/rig-plans";
import type { Bench } from "../bench";
import { both, type IssueCase } from "../issue-case";
import type { CaseCustomer, CaseLine } from "../take-customer";

const more = ({ line }: CaseCustomer) => Number(line.quantity) + 3;

/** A person copies our addition, its reference with it. */
async function copyOurAddition(bench: Bench, customer: CaseCustomer): Promise<void> {
  const ours = await bench.hands.ourLine(customer);
  const { control } = bench;
  const found = (await control.entities("connectwise", "additions")).find(({ id }) => String(id) === ours);
  const { agreementId, product, billCustomer, quantity, unitPrice, unitCost, effectiveDate, serialNumber } =
    found ?? {};
  await control.create("connectwise", "additions", {
    agreementId,
    product,
    billCustomer,
    quantity,
    unitPrice,
    unitCost,
    effectiveDate,
    serialNumber,
  });
}

/** In Autotask an edit of some date is set back by another one of that date, which not every tenant allows. */
const allowSameDates = ({ control }: Bench, allowed: boolean) =>
  control.settings({ autotask: { sameDateAdjustments: allowed ? "allowed" : "refused" } });

const dearer = ({ unitPriceRrp }: CaseLine) => (Number(unitPriceRrp) + 1).toFixed(2);

/** Both subscriptions are of one product, the second at a higher price. */
async function sellAtTwoPrices(bench: Bench, { lines: [first, second] }: CaseCustomer): Promise<void> {
  if (!first || !second) throw new Error("The customer has not two subscriptions.");
  const { productId, product: productName, unitPrice } = first;
  await bench.control.edit("prism", "subscriptions", second.subscriptionId, { productId, productName });
  await bench.correct(second.subscriptionId, {
    offerName: productName,
    unitPrice,
    unitPriceRrp: dearer(first),
  });
}

/** PRISM corrects its invoice: from the 15th on it is so many more than at first. */
function raise(bench: Bench, { subscriptionId, quantity }: CaseLine, by: number): Promise<void> {
  return bench.correct(
    subscriptionId,
    { quantity, chargeStart: "2026-10-01", chargeEnd: "2026-10-14" },
    { quantity: String(Number(quantity) + by), chargeStart: "2026-10-15", chargeEnd: "2026-10-31" },
  );
}

/** Lines of the PSA that are not as we left them, or not ours. */
export const lineCases: IssueCase[] = [
  {
    code: "existing_line",
    psas: both,
    when: "another tool bills the item already",
    customer: "new",
    provoke: async (bench, { agreementId, line }) => {
      await bench.hands.addLine(agreementId, await bench.hands.itemOf(line.sku), 5);
      return bench.sync();
    },
    outcome: "held",
    status: "warning",
    says: "with quantity 5 since 1 Oct 2026 that was not made by us (line ",
  },
  {
    code: "plan_moved",
    psas: both,
    when: "PRISM corrects the invoice after a preview of it was approved",
    customer: "synced",
    provoke: async (bench, { line }) => {
      await raise(bench, line, 1);
      const { id: runId } = await bench.run("customers", { mode: "preview" });
      await approve(bench, { runId }, "all");
      await raise(bench, line, 2);
      return apply(bench, { runId });
    },
    outcome: "held",
    status: "warning",
    says: ({ line }) => `Since the preview in which ${line.product} was approved, `,
  },
  {
    code: "reversal_partly_billed",
    psas: both,
    when: "the PSA has invoiced a change before it is reversed",
    customer: "synced",
    provoke: async (bench, { line, agreementId }) => {
      await raise(bench, line, 1);
      const { id: runId } = await bench.sync();
      await bench.hands.bill(agreementId);
      return reverse(bench, runId, "all");
    },
    outcome: "planned",
    status: "warning",
    withoutInvoice: true,
    // The change that is reversed, of which ConnectWise takes two writes.
    writes: { connectwise: 2, autotask: 1 },
    says: ({ line }) => `The change of ${line.product} that is reversed was invoiced in `,
  },
  {
    code: "reversal_charge_left",
    psas: both,
    when: "a charge is to be taken back from an agreement that has ended",
    customer: "synced",
    provoke: async (bench, { line: { key, subscriptionId }, agreementId }) => {
      const chargeBillingCodeId = bench.psa === "autotask" ? chargeBillingCode("clean") : null;
      await changeSettings(bench, { chargeBillingCodeId });
      await bench.addLine({ subscriptionId, offerName: "Goodwill", unitPrice: "-12.00" });
      const { id: runId } = await bench.sync();
      const question = { runId, code: "credit_or_adjustment", key: key.replace("licence", "credit") };
      const charged = await decide(bench, question, "approve");
      await bench.hands.endAgreement(agreementId, "2026-10-20");
      return reverse(bench, charged.id, "all");
    },
    undo: (bench) => changeSettings(bench, { chargeBillingCodeId: null }),
    outcome: "unchanged",
    status: "warning",
    withoutInvoice: true,
    writes: 1,
    says: ({ line }) => `An amount of -$12.00 was posted for ${line.product} (October 2026), and its `,
  },
  {
    code: "several_open_lines",
    psas: ["connectwise"],
    when: "a person copies our line with its reference",
    customer: "synced",
    provoke: async (bench, customer) => {
      await copyOurAddition(bench, customer);
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: " both bill this subscription on 1 Oct 2026.",
  },
  {
    code: "psa_line_deleted",
    psas: both,
    when: "a person deletes our line: it is made again",
    customer: "synced",
    provoke: async (bench, customer) => {
      await bench.hands.removeOurLine(customer);
      return bench.sync();
    },
    outcome: "applied",
    status: "warning",
    writes: 1,
    says: "The line that bills this subscription (",
  },
  {
    code: "quantity_drift",
    psas: both,
    when: "a person changes the quantity: it is set back",
    customer: "synced",
    provoke: async (bench, customer) => {
      await allowSameDates(bench, true);
      await bench.hands.changeQuantity(customer, 3);
      return bench.sync();
    },
    undo: (bench) => allowSameDates(bench, false),
    outcome: "applied",
    status: "warning",
    writes: 1,
    says: ({ line }, { psa }) =>
      ` from ${psa === "autotask" ? 5 : 1} Oct 2026: we had set ${line.quantity}, `,
  },
  {
    code: "quantity_drift",
    psas: both,
    when: "a person changes the quantity, and the settings ask first",
    customer: "synced",
    provoke: async (bench, customer) => {
      await changeSettings(bench, { handEdits: "ask" });
      await bench.hands.changeQuantity(customer, 3);
      return bench.sync();
    },
    undo: (bench) => changeSettings(bench, { handEdits: "overwrite" }),
    outcome: "held",
    severity: "held",
    status: "warning",
    says: (customer) => ` had ${more(customer)}.`,
    does: "Nothing was changed; your settings ask you first.",
  },
  {
    code: "quantity_drift",
    psas: both,
    when: "a person changes the quantity, and the settings keep such edits",
    customer: "synced",
    provoke: async (bench, customer) => {
      await changeSettings(bench, { handEdits: "keep" });
      await bench.hands.changeQuantity(customer, 3);
      return bench.sync();
    },
    undo: (bench) => changeSettings(bench, { handEdits: "overwrite" }),
    outcome: "unchanged",
    status: "warning",
    says: (customer) => ` had ${more(customer)}.`,
    does: "Your settings keep such edits",
  },
  {
    code: "price_conflict",
    psas: ["autotask"],
    when: "two subscriptions of one product have two prices, and the tenant refuses a service twice",
    customer: "new",
    subscriptions: 2,
    provoke: async (bench, customer) => {
      await sellAtTwoPrices(bench, customer);
      return bench.sync();
    },
    outcome: "held",
    status: "warning",
    writes: 1,
    says: "” already bills other subscriptions at $",
  },
  {
    code: "price_conflict",
    psas: ["autotask"],
    when: "the same, once the tenant is known to refuse it",
    customer: "new",
    subscriptions: 2,
    provoke: async (bench, customer) => {
      await sellAtTwoPrices(bench, customer);
      await bench.sync();
      return bench.sync();
    },
    outcome: "held",
    status: "warning",
    writes: 1,
    says: "” already bills other subscriptions at $",
  },
];
