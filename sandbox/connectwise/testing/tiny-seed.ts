import type { ConnectWiseSeed } from "../../world/seed";

/** Ids of the records in the tiny world, by what makes each of them worth a test. */
export const ids = {
  acme: 10,
  dormant: 11,
  /** In arrears, next invoice 2026-10-01: September is open. Prorates. */
  arrears: 100,
  /** In advance, next invoice 2026-10-01: September is invoiced. Does not prorate. */
  advance: 101,
  ended: 102,
  oneTime: 103,
  quarterly: 104,
  licence: 500,
  backup: 501,
  bundle: 502,
  /** Since 2026-01-01 on the agreement in arrears: invoiced through 2026-08-31. */
  oldLine: 900,
} as const;

/** The site's calendar day in these tests. */
export const today = "2026-09-20";

const agreement = {
  typeName: "Cloud",
  companyId: ids.acme,
  startDate: "2025-01-01",
  billStartDate: "2025-01-01",
  nextInvoiceDate: "2026-10-01",
  periodType: "Current",
  prorateFlag: true,
} as const;

export const tinySeed: ConnectWiseSeed = {
  site: { companyId: "tiny", companyName: "Tiny MSP", currency: "AUD" },
  companies: [
    {
      id: ids.acme,
      identifier: "Acme",
      name: "Acme",
      website: "acme.example",
      accountNumber: "A1",
      taxIdentifier: "T1",
      inactive: false,
    },
    {
      id: ids.dormant,
      identifier: "Dormant",
      name: "Dormant O'Neill",
      website: "",
      accountNumber: "",
      taxIdentifier: "",
      inactive: true,
    },
  ],
  agreements: [
    { ...agreement, id: ids.arrears, name: "Arrears" },
    { ...agreement, id: ids.advance, name: "Advance", periodType: "Future", prorateFlag: false },
    { ...agreement, id: ids.ended, name: "Ended", endDate: "2026-08-31" },
    { ...agreement, id: ids.oneTime, name: "One time", billOneTime: true, billingCycle: "One Time" },
    {
      ...agreement,
      id: ids.quarterly,
      name: "Quarterly",
      billingCycle: "Quarterly",
      nextInvoiceDate: "2026-07-01",
      periodType: "Future",
    },
  ],
  catalog: [
    {
      id: ids.licence,
      identifier: "LIC",
      description: "Licence",
      vendorSku: "SKU-1",
      price: "34.55",
      cost: "28.19",
    },
    {
      id: ids.backup,
      identifier: "BACKUP",
      description: "Backup",
      price: "4.9",
      cost: "2.15",
      inactive: true,
    },
    {
      id: ids.bundle,
      identifier: "BUNDLE",
      description: "Bundle",
      price: "100",
      cost: "80",
      productClass: "Bundle",
    },
  ],
  additions: [
    {
      id: ids.oldLine,
      agreementId: ids.arrears,
      catalogId: ids.licence,
      quantity: 10,
      unitPrice: "34.55",
      unitCost: "28.19",
      effectiveDate: "2026-01-01",
      serialNumber: "old",
    },
  ],
};
