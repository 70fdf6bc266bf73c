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
    says: "“Licences” no longer exists in",
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
];
