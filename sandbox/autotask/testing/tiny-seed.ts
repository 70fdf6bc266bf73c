import type { AutotaskSeed } from "../../world/seed";

/** Ids of the records in the tiny tenant, by what makes each of them worth a test. */
export const ids = {
  acme: 20,
  vendor: 21,
  /** Monthly from 2026-01-01 to 2026-12-31, posted through August: September is open. */
  monthly: 700,
  /** Ends 2026-09-15. */
  ending: 701,
  fixedPrice: 702,
  recurringCode: 40,
  inactiveCode: 41,
  materialCode: 42,
  licence: 900,
  backup: 901,
  /** Ten units since 2026-01-01 on the monthly contract. */
  oldLine: 800,
} as const;

/** The tenant's calendar day in these tests. */
export const today = "2026-09-20";

const contract = {
  companyID: ids.acme,
  contractType: 7,
  status: 1,
  startDate: "2026-01-01",
  endDate: "2026-12-31",
  contractPeriodType: 2,
} as const;

const company = { companyNumber: "", phone: "555", webAddress: "", taxID: "", currencyID: 1, isActive: true };

export const tinySeed: AutotaskSeed = {
  currencies: [{ id: 1, code: "AUD", exchangeRate: "1" }],
  companies: [
    { ...company, id: ids.acme, companyName: "Acme", companyNumber: "A1", companyType: 1 },
    { ...company, id: ids.vendor, companyName: "Distributor", companyType: 7 },
  ],
  billingCodes: [
    { id: ids.recurringCode, name: "Cloud services", useType: 5, isActive: true },
    { id: ids.inactiveCode, name: "Old cloud services", useType: 5, isActive: false },
    { id: ids.materialCode, name: "Software", useType: 4, isActive: true },
  ],
  services: [
    {
      id: ids.licence,
      name: "Licence",
      sku: "SKU-1",
      periodType: 2,
      unitPrice: "34.55",
      unitCost: "28.19",
      billingCodeID: ids.recurringCode,
      vendorCompanyID: ids.vendor,
      isActive: true,
    },
    {
      id: ids.backup,
      name: "Backup",
      periodType: 2,
      unitPrice: "4.9",
      unitCost: "2.15",
      billingCodeID: ids.recurringCode,
      isActive: true,
    },
  ],
  contracts: [
    {
      ...contract,
      id: ids.monthly,
      contractName: "Monthly",
      contractNumber: "M-1",
      postedThrough: "2026-08-31",
    },
    { ...contract, id: ids.ending, contractName: "Ending", endDate: "2026-09-15" },
    { ...contract, id: ids.fixedPrice, contractName: "Fixed price", contractType: 3 },
  ],
  contractServices: [
    { id: ids.oldLine, contractID: ids.monthly, serviceID: ids.licence, units: 10, startDate: "2026-01-01" },
  ],
};
