import { mapTo } from "@/scripts/testing/rig-records";
import { both, type IssueCase } from "../issue-case";

/** Agreements and contracts that cannot carry what the invoice says. */
export const agreementCases: IssueCase[] = [
  {
    code: "agreement_missing",
    psas: both,
    when: "the mapping names an agreement that is not there",
    customer: "new",
    provoke: async (bench, customer) => {
      await mapTo(bench, customer.name, "999999");
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "no longer exists in",
  },
  {
    code: "agreement_missing",
    psas: both,
    when: "the mapping names an agreement of another company",
    customer: "new",
    provoke: async (bench, customer) => {
      const companyId = await bench.hands.addCompany("Another Company");
      await mapTo(bench, customer.name, await bench.hands.addAgreement({ companyId }, {}));
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "“Licences” belongs to another company in",
  },
  {
    code: "agreement_ended",
    psas: both,
    when: "a person ends it within the invoiced month",
    customer: "synced",
    provoke: async (bench, { agreementId }) => {
      await bench.hands.endAgreement(agreementId, "2026-10-20");
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "” ended on 20 Oct 2026, so it takes no new lines.",
  },
  {
    code: "agreement_type_mismatch",
    psas: both,
    when: "it is of a kind that bills no subscriptions",
    customer: "new",
    provoke: async (bench, customer) => {
      await bench.moveTo(customer, { wrongKind: true });
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "“Licences” is not a recurring",
  },
  {
    code: "billing_cycle_mismatch",
    psas: both,
    when: "it is billed by the quarter",
    customer: "new",
    provoke: async (bench, customer) => {
      await bench.moveTo(customer, { cycle: "quarterly" });
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "“Licences” is billed every 3 months",
  },
  {
    code: "effective_date_before_agreement",
    psas: both,
    when: "its billing begins within the invoiced month",
    customer: "new",
    provoke: async (bench, customer) => {
      await bench.moveTo(customer, { startsOn: "2026-10-05" });
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "from 1 Oct 2026, but the billing of “Licences” starts on 5 Oct 2026.",
  },
  {
    code: "currency_mismatch",
    psas: both,
    when: "it is billed in another currency",
    customer: "new",
    provoke: async (bench, customer) => {
      await bench.hands.billInOtherCurrency(customer);
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "The invoice is in AUD, “",
  },
  {
    code: "period_already_invoiced",
    psas: ["connectwise"],
    when: "somebody bills the agreement between our reading and our writing",
    customer: "new",
    provoke: async (bench, { agreementId }) => {
      await bench.control.fault({
        service: "connectwise",
        method: "POST",
        pattern: "/additions$",
        effect: {
          kind: "person",
          does: "patch",
          entities: "agreements",
          id: agreementId,
          value: { nextInvoiceDate: "2026-12-01", prorateFlag: false },
        },
      });
      return bench.sync();
    },
    outcome: "failed",
    status: "error",
    says: "” and takes no change to them. ConnectWise said: “Since this period has already been invoiced",
  },
  {
    code: "prorate_disabled",
    psas: ["connectwise"],
    when: "seats change within a month of an agreement that bills whole ones",
    customer: "synced",
    provoke: async (bench, { agreementId, line }) => {
      await bench.control.edit("connectwise", "agreements", agreementId, { prorateFlag: false });
      const quantity = String(Number(line.quantity) + 2);
      await bench.correct(
        line.subscriptionId,
        { chargeEnd: "2026-10-14" },
        { chargeStart: "2026-10-15", quantity },
      );
      return bench.sync();
    },
    outcome: "applied",
    status: "warning",
    writes: 2,
    says: "” always bills whole periods, while the invoice has a change within one.",
  },
];
