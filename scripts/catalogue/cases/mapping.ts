import { changeSettings } from "@/scripts/testing/rig-decisions";
import type { Bench } from "../bench";
import { both, type IssueCase } from "../issue-case";
import { mapAgain, refreshDirectory, unmap } from "../portal";
import type { CaseCustomer } from "../take-customer";

const nobodys = "00000000-0000-4000-8000-000000000001";

const payYearly = (bench: Bench, { line }: CaseCustomer) =>
  bench.control.edit("prism", "subscriptions", line.subscriptionId, { billingCycle: "Annual" });

const markTrial = async (bench: Bench, { line }: CaseCustomer, isTrial: boolean) => {
  await bench.control.edit("prism", "products", line.productId, { isTrial });
  await bench.run("products");
};

/** Who is billed where, and what is not billed at all. */
export const mappingCases: IssueCase[] = [
  {
    code: "customer_not_mapped",
    psas: both,
    when: "the invoice has a customer that nobody has mapped",
    customer: "new",
    provoke: async (bench, customer) => {
      await unmap(bench, customer);
      return bench.sync();
    },
    undo: mapAgain,
    outcome: "skipped",
    status: "warning",
    says: ({ name }) => `${name} is on the invoice with $`,
  },
  {
    code: "mapping_target_duplicate",
    psas: both,
    when: "the PSA gets a second company of that name",
    customer: "synced",
    provoke: async (bench, { companyId }) => {
      await bench.hands.addCompany(await bench.hands.companyName(companyId));
      await refreshDirectory(bench);
      return bench.sync();
    },
    outcome: "unchanged",
    status: "warning",
    says: ({ companyId }) => `(${companyId})`,
  },
  {
    code: "psa_company_inactive",
    psas: both,
    when: "a person makes the company inactive",
    customer: "synced",
    provoke: async (bench, { companyId }) => {
      await bench.hands.retireCompany(companyId);
      await refreshDirectory(bench);
      return bench.sync();
    },
    outcome: "unchanged",
    status: "warning",
    says: ({ companyId }) => `” (number ${companyId}) is inactive in `,
  },
  {
    code: "annual_skipped",
    psas: both,
    when: "annual subscriptions are switched off",
    customer: "new",
    provoke: async (bench, customer) => {
      await payYearly(bench, customer);
      return bench.sync();
    },
    outcome: "skipped",
    status: "warning",
    says: ({ line }) =>
      `${line.product} is billed by the year, and annual subscriptions are switched off in the settings.`,
  },
  {
    code: "annual_skipped",
    psas: both,
    when: "they are on, and nothing is mapped for them",
    customer: "new",
    provoke: async (bench, customer) => {
      await changeSettings(bench, { annualEnabled: true });
      await payYearly(bench, customer);
      return bench.sync();
    },
    undo: (bench) => changeSettings(bench, { annualEnabled: false }),
    outcome: "skipped",
    status: "warning",
    says: "for annual charges is mapped for this customer",
  },
  {
    code: "trial_skipped",
    psas: both,
    when: "the invoice has a trial that costs nothing",
    customer: "new",
    provoke: async (bench, customer) => {
      const { subscriptionId } = customer.line;
      await bench.correct(subscriptionId, { unitPrice: "0.00", unitPriceRrp: "0.00" });
      await markTrial(bench, customer, true);
      return bench.sync();
    },
    undo: (bench, customer) => markTrial(bench, customer, false),
    outcome: "skipped",
    status: "warning",
    says: ({ line }) => `${line.product} is a trial.`,
  },
  {
    code: "usage_unassigned",
    psas: both,
    when: "a line names a subscription that PRISM has given to nobody",
    customer: "synced",
    provoke: async (bench) => {
      await bench.addLine({ subscriptionId: nobodys, offerName: "Azure plan", unitPrice: "31.50" });
      return bench.sync();
    },
    undo: (bench) => bench.correct(nobodys),
    outcome: "skipped",
    status: "warning",
    says: "$31.50 of usage on this invoice (Azure plan) carries no subscription",
  },
];
