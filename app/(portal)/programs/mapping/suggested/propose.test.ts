import {
  countDoubts,
  isProposal,
  matchAll,
  proposeMappings,
} from "@/app/(portal)/programs/mapping/suggested/propose";
import type { AgreementOfCompany, MappingCandidate } from "@/db/queries/portal/mapping-candidates";
import type { DirectoryCompany } from "@/db/queries/portal/psa-directory";

const customer = (name: string, change: Partial<MappingCandidate> = {}): MappingCandidate => ({
  customerId: name,
  name,
  active: true,
  registrationNumber: null,
  website: null,
  tenantDomain: null,
  contractAgreementId: "CA-1",
  cost: "10",
  currency: "AUD",
  newestInvoice: { periodStart: "2026-10-01", periodEnd: "2026-10-31" },
  ...change,
});

const company = (psaId: string, name: string, change: Partial<DirectoryCompany> = {}): DirectoryCompany => ({
  psaId,
  identifier: name,
  name,
  website: null,
  taxIdentifier: null,
  inactive: false,
  ...change,
});

const agreement = (psaCompanyId: string, change: Partial<AgreementOfCompany> = {}): AgreementOfCompany => ({
  psaId: `${psaCompanyId}0`,
  psaCompanyId,
  name: "Cloud",
  status: "active",
  endDate: null,
  billed: "in_arrears",
  prorates: true,
  oneTime: false,
  ...change,
});

const number = "51 824 753 556";
const banksia = customer("Banksia", { registrationNumber: number });
const banksiaCompany = company("7", "Banksia Pty Ltd", { taxIdentifier: number });

type World = {
  candidates: MappingCandidate[];
  companies: DirectoryCompany[];
  agreements?: AgreementOfCompany[];
  taken?: { psaCompanyId: string; customerName: string }[];
};

function propose({ candidates, companies, agreements = [agreement("7")], taken = [] }: World) {
  return proposeMappings({ kind: "connectwise", agreements, taken }, matchAll(candidates, companies));
}

test("one company for one customer, in use, with one agreement that takes lines, may be accepted with others", () => {
  const former = agreement("7", { psaId: "69", status: "ended", endDate: "2026-01-31" });
  const yearly = agreement("7", { psaId: "71", oneTime: true });
  const outlooks = propose({
    candidates: [banksia],
    companies: [banksiaCompany, company("8", "Wattle")],
    agreements: [former, agreement("7"), yearly],
  });
  expect([...outlooks.values()].filter(isProposal)).toMatchObject([
    { customer: { name: "Banksia" }, best: { company: { psaId: "7" } }, agreement: { psaId: "70" } },
  ]);
});

const twin = company("8", "Banksia", { taxIdentifier: number });
const sister = customer("Banksia Two", { registrationNumber: number });

test.each<[string, World]>([
  ["nothing_found", { candidates: [banksia], companies: [company("8", "Wattle")] }],
  ["customer_inactive", { candidates: [{ ...banksia, active: false }], companies: [banksiaCompany] }],
  ["several_companies", { candidates: [banksia], companies: [banksiaCompany, twin] }],
  ["company_inactive", { candidates: [banksia], companies: [{ ...banksiaCompany, inactive: true }] }],
  ["several_customers", { candidates: [banksia, sister], companies: [banksiaCompany] }],
  ["several_customers", { candidates: [banksia, customer("Banksia")], companies: [banksiaCompany] }],
  [
    "taken",
    {
      candidates: [banksia],
      companies: [banksiaCompany],
      taken: [{ psaCompanyId: "7", customerName: "Wattle" }],
    },
  ],
  ["not_certain", { candidates: [customer("Banksia")], companies: [company("7", "Banksia")] }],
  ["no_agreement", { candidates: [banksia], companies: [banksiaCompany], agreements: [] }],
  [
    "no_agreement",
    {
      candidates: [banksia],
      companies: [banksiaCompany],
      agreements: [agreement("7", { status: "ended" }), agreement("7", { oneTime: true })],
    },
  ],
  [
    "several_agreements",
    {
      candidates: [banksia],
      companies: [banksiaCompany],
      agreements: [agreement("7"), agreement("7", { psaId: "71" })],
    },
  ],
])("%s: it is left to the customer's own page", (doubt, world) => {
  const outlooks = propose(world);
  expect(outlooks.get("Banksia")?.doubt).toBe(doubt);
  expect([...outlooks.values()].filter(isProposal)).toEqual([]);
});

test("two customers for one company name each other, and both are counted", () => {
  const outlooks = propose({ candidates: [banksia, sister], companies: [banksiaCompany] });
  expect([...outlooks.values()].map(({ others }) => others)).toEqual([["Banksia Two"], ["Banksia"]]);
  expect(countDoubts(outlooks.values())).toEqual([["several_customers", 2]]);
});
