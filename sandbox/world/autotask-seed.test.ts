import { seededLedger } from "../autotask/contracts/seeded-ledger";
import { buildWorld, suggestedMappings } from "./build";
import { scenarioNames, type World } from "./seed";

const months = ["2024-02-01", "2026-10-01", "2027-12-01"];
const worlds = scenarioNames.flatMap((scenario) =>
  months.map((newestUsageMonth) => buildWorld({ scenario, newestUsageMonth })),
);

describe.each(worlds.map((world) => [`${world.scenario} ${world.newestUsageMonth}`, world] as const))(
  "%s",
  (_, world) => {
    const { companies, contracts, contractServices, services, billingCodes } = world.autotask;

    it("names everything once, and what it names is there", () => {
      for (const rows of [companies, contracts, contractServices, services, billingCodes])
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
      expect(new Set(services.map((service) => service.name)).size).toBe(services.length);
      const companyIds = new Set(companies.map((company) => company.id));
      expect(contracts.filter((contract) => !companyIds.has(contract.companyID))).toEqual([]);
      const serviceIds = new Set(services.map((service) => service.id));
      expect(contractServices.filter((one) => !serviceIds.has(one.serviceID))).toEqual([]);
      const codes = new Set(
        billingCodes.filter((code) => code.isActive && code.useType === 5).map(({ id }) => id),
      );
      expect(services.filter((service) => !codes.has(service.billingCodeID))).toEqual([]);
    });

    it("keeps within what Autotask stores", () => {
      expect(services.filter((service) => service.name.length > 100)).toEqual([]);
      expect(companies.filter((company) => company.companyName.length > 100)).toEqual([]);
      expect(contracts.filter((contract) => (contract.contractNumber ?? "").length > 50)).toEqual([]);
    });

    it("has the companies of ConnectWise under other ids, and vendors", () => {
      const names = companies
        .filter((company) => company.companyType === 1)
        .map((company) => company.companyName);
      expect(names.sort()).toEqual(world.connectwise.companies.map((company) => company.name).sort());
      expect(companies.filter((company) => company.companyType === 7)).toHaveLength(3);
      const ids = new Set(world.connectwise.companies.map((company) => company.id));
      expect(companies.filter((company) => ids.has(company.id))).toEqual([]);
    });

    it("maps the same customers as in ConnectWise, each to a contract of its company", () => {
      const mappings = suggestedMappings(world, "autotask");
      expect(mappings.map((mapping) => mapping.tenantId)).toEqual(
        suggestedMappings(world).map((mapping) => mapping.tenantId),
      );
      for (const { agreementId, companyId, annualAgreementId } of mappings) {
        expect(contracts.find((contract) => contract.id === agreementId)?.companyID).toBe(companyId);
        if (annualAgreementId !== undefined)
          expect(contracts.find((one) => one.id === annualAgreementId)).toMatchObject({
            companyID: companyId,
            contractType: 3,
          });
      }
    });

    it("is posted through just what the seed says, where there is anything to post", () => {
      const { unitsRows } = seededLedger(world.autotask);
      for (const { id, postedThrough } of contracts) {
        const rows = unitsRows.filter((row) => row.contractID === id && row.approveAndPostDate !== null);
        const last = rows
          .map((row) => row.endDate)
          .sort()
          .at(-1);
        expect(last).toBe(postedThrough);
      }
    });
  },
);

const [clean, troubled] = [
  buildWorld({ scenario: "clean", newestUsageMonth: "2026-10-01" }),
  buildWorld({ scenario: "troubled", newestUsageMonth: "2026-10-01" }),
];

const contractOf = (world: World, customer: string) => {
  const mapping = suggestedMappings(world, "autotask").find((one) => one.customerName === customer);
  return world.autotask.contracts.find((contract) => contract.id === mapping?.agreementId);
};

describe("the clean scenario", () => {
  const mapped = new Set(suggestedMappings(clean, "autotask").map((mapping) => mapping.agreementId));
  const contracts = clean.autotask.contracts.filter((contract) => mapped.has(contract.id));

  it("leaves the newest usage month open on recurring contracts that go on for nine months and more", () => {
    for (const contract of contracts) {
      expect(contract).toMatchObject({ contractType: 7, status: 1 });
      expect((contract.postedThrough ?? "") < "2026-10-01").toBe(true);
      expect(contract.startDate <= "2026-07-31" && contract.endDate >= "2027-07-31").toBe(true);
    }
    expect(contracts.filter((contract) => !contract.startDate.endsWith("-01"))).toHaveLength(3);
    expect(contracts.filter((contract) => contract.postedThrough === undefined)).toHaveLength(8);
  });

  it("holds no units of what PRISM sells", () => {
    const skus = new Set(clean.prism.products.map((product) => product.sku));
    const ours = new Set(
      clean.autotask.services.filter(({ sku }) => skus.has(sku ?? "")).map(({ id }) => id),
    );
    expect(ours.size).toBe(6);
    expect(clean.autotask.contractServices.filter((one) => ours.has(one.serviceID))).toEqual([]);
  });
});

describe("the troubled scenario", () => {
  it("has contracts that ended, are of another type, or are posted through the newest month", () => {
    expect(contractOf(troubled, "Silverline Couriers")?.endDate).toBe("2026-10-20");
    expect(contractOf(troubled, "Penrose Financial Planning")?.contractType).toBe(1);
    for (const name of ["Vantage Point Recruitment", "Riverbend Medical Centre", "Cobalt Mining Services"])
      expect(contractOf(troubled, name)?.postedThrough).toBe("2026-10-31");
  });

  it("has units of another tool for services that the same customer is invoiced for", () => {
    const contract = contractOf(troubled, "Ironbark Legal");
    const left = troubled.autotask.contractServices.filter(
      (one) => one.id > 9800 && one.contractID === contract?.id,
    );
    expect(left.map((one) => one.internalDescription)).toEqual(["CLOUDBILL-204417", undefined]);
    expect(left.every((one) => one.units > 0)).toBe(true);
  });

  it("maps a customer to an inactive company, and has an inactive twin of another", () => {
    const mapped = new Set(suggestedMappings(troubled, "autotask").map((mapping) => mapping.companyId));
    const inactive = troubled.autotask.companies.filter((company) => !company.isActive);
    expect(inactive.filter(({ id }) => mapped.has(id)).map(({ companyName }) => companyName)).toEqual([
      "Harvest Table Catering",
    ]);
    expect(inactive.map(({ companyName }) => companyName)).toContain("Oakhurst Property Group");
  });

  it("has a place for what is paid by the year, in both PSAs", () => {
    const annual = (psa: "connectwise" | "autotask") =>
      suggestedMappings(troubled, psa).filter((mapping) => mapping.annualAgreementId !== undefined);
    expect(annual("autotask").map(({ customerName }) => customerName)).toEqual(["Brightwater Accounting"]);
    const [mapping] = annual("connectwise");
    expect(
      troubled.connectwise.agreements.find((agreement) => agreement.id === mapping?.annualAgreementId),
    ).toMatchObject({ companyId: mapping?.companyId, billOneTime: true });
  });
});
