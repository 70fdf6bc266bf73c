import { billingCodeProblem } from "@/app/(portal)/programs/program-to-do";
import { offerOf, valuesOf, wordsOf } from "@/app/(portal)/programs/setting-values";
import { labelsOf } from "@/app/(portal)/programs/setting-words";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { psaWords } from "@/lib/psa-names";

const sync: ProgramOverview["sync"] = {
  orgId: "org",
  id: "sync",
  slug: "program",
  programId: "program",
  connectionId: "connection",
  customersEnabled: true,
  productsEnabled: false,
  productMode: "in_use",
  azureEnabled: false,
  annualEnabled: false,
  handEdits: "ask",
  guardQuantity: 50,
  guardMoney: null,
  guardPercent: null,
  extendContracts: false,
  serviceBillingCodeId: "12",
  chargeBillingCodeId: null,
  vendorId: "99",
  priceContractAgreementId: null,
  notifyAddresses: ["a@b.example", "c@d.example"],
  reviewStops: [],
  scheduleHour: 6,
  staleAfterDays: 35,
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

const code = { kind: "service_billing_code", inactive: false } as const;
const choices = {
  offered: [
    { ...code, psaId: "11", name: "Cloud" },
    { ...code, psaId: "12", name: "Former", inactive: true },
    { ...code, psaId: "13", name: "Other", inactive: true },
  ],
  contractAgreements: ["CA-1"],
};

test("what is saved is offered, also when it is inactive or gone, and nothing else that is", () => {
  const offer = offerOf("autotask", sync, choices);
  expect(offer.services.map(({ label }) => label)).toEqual(["None chosen yet", "Cloud", "Former (inactive)"]);
  expect(offer.vendors.map(({ label }) => label)).toEqual(["None", "Number 99 (not in the list any more)"]);
});

test("whose price list counts is asked only where there are several", () => {
  expect(offerOf("connectwise", sync, choices).priceOwners).toEqual([]);
  const several = offerOf("connectwise", sync, { ...choices, contractAgreements: ["CA-1", "CA-2"] });
  expect(several.priceOwners.map(({ value }) => value)).toEqual(["", "CA-1", "CA-2"]);
});

test("saved values read as people say them", () => {
  const offer = offerOf("autotask", sync, choices);
  const values = valuesOf(sync);
  const read = (name: Parameters<typeof wordsOf>[0]) => wordsOf(name, values[name], offer);
  expect(read("customersEnabled")).toBe("on");
  expect(read("azureEnabled")).toBe("off");
  expect(read("handEdits")).toBe("Ask each time");
  expect(read("guardQuantity")).toBe("50");
  expect(read("guardMoney")).toBe("nothing");
  expect(read("notifyAddresses")).toBe("a@b.example, c@d.example");
  expect(read("scheduleHour")).toBe("06:00");
  expect(read("serviceBillingCodeId")).toBe("Former (inactive)");
});

test.each([
  ["connectwise", /agreements/, /an item of ConnectWise/, /one-time agreement/],
  ["autotask", /contracts/, /a service of Autotask/, /fixed-price contract/],
] as const)("the fields speak the words of %s", (kind, customers, products, annual) => {
  const labels = labelsOf(psaWords[kind], "Australia/Sydney");
  expect(labels.customersEnabled.label).toMatch(customers);
  expect(labels.productMode.hint).toMatch(products);
  expect(labels.annualEnabled.hint).toMatch(annual);
});

test.each([
  ["connectwise", null, null],
  ["autotask", "11", null],
  ["autotask", null, /^Choose a billing code/],
  ["autotask", "12", /“Former” is inactive/],
  ["autotask", "99", /not in Autotask any more/],
] as const)("what is to do on a program of %s with the billing code %s", (connectionKind, id, problem) => {
  const found = billingCodeProblem({ connectionKind, sync: { ...sync, serviceBillingCodeId: id } }, choices);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});
