/**
 * What a scenario puts into the outside world. Dates are plain dates (YYYY-MM-DD), money is a decimal string.
 * Both services are filled from one seed, so that amounts tie out on both sides.
 */
export type World = {
  scenario: ScenarioName;
  /** First day of the newest usage month that PRISM has invoiced. */
  newestUsageMonth: string;
  prism: PrismSeed;
  connectwise: ConnectWiseSeed;
  /** Which company and agreement a careful clerk would choose for each customer; a customer without a company is absent. */
  mappings: { tenantId: string; companyId: number; agreementId: number }[];
};

export type ScenarioName = "clean" | "troubled";

export type PrismSeed = {
  partnerName: string;
  currency: string;
  contractAgreements: { id: string; programId: string; programName: string; programReferenceLabel: string }[];
  customers: PrismCustomerSeed[];
  products: PrismProductSeed[];
  /** One entry per month already invoiced, oldest first, and one for each month that can still be issued. */
  months: PrismMonthSeed[];
  azureUsage: PrismAzureUsageSeed[];
};

export type PrismMonthSeed = {
  usageMonth: string;
  issued: boolean;
  invoices: PrismInvoiceSeed[];
  /** How subscriptions stand at the end of the month, where that differs from the month before. */
  subscriptionChanges: {
    subscriptionId: string;
    status: PrismSubscriptionSeed["status"];
    quantity: number;
  }[];
};

/** One resource on one day; a month's costs add up to the invoice line's subTotal. */
export type PrismAzureUsageSeed = {
  subscriptionId: string;
  usageDate: string;
  resourceName: string;
  resourceGroup: string;
  meterCategory: string;
  quantity: string;
  cost: string;
};

export type PrismCustomerSeed = {
  customerId: string;
  crmAccountId: string;
  name: string;
  registrationNumber: string;
  webUrl: string;
  email: string;
  isActive: boolean;
  tenantId: string;
  tenantDomain: string;
  contractAgreementId: string;
  subscriptions: PrismSubscriptionSeed[];
};

export type PrismSubscriptionSeed = {
  subscriptionId: string;
  productId: string;
  productName: string;
  status: "Active" | "Suspended" | "Deleted";
  quantity: number;
  /** Plain date. PRISM shows the subscription from the invoice on whose period covers it. */
  firstPurchased: string;
  displayTemplate: "License" | "Azure";
  unit: string;
  billingCycle: "Monthly" | "Annual";
};

export type PrismProductSeed = {
  productId: string;
  name: string;
  group: string;
  sku: string;
  price: string;
  retailPrice: string;
  unit: string;
  isTrial: boolean;
  /** False when the product has left the price list. */
  listed: boolean;
  /** Prices that come into force later, oldest first. */
  priceChanges: { from: string; price: string; retailPrice: string }[];
  /** Present on a price for a minimum quantity, which the price list names only when tiered products are asked for. */
  tieredProductSku?: string;
};

export type PrismInvoiceSeed = {
  invoiceId: string;
  contractAgreementId: string;
  periodStart: string;
  periodEnd: string;
  lines: PrismInvoiceLineSeed[];
};

/** subTotal = quantity × unitPrice × billableRatio, rounded to cents; the ratio is days ÷ days of the month. */
export type PrismInvoiceLineSeed = {
  subscriptionId: string;
  offerName: string;
  chargeStart: string;
  chargeEnd: string;
  unitPrice: string;
  unitPriceRrp: string;
  quantity: string;
  billableRatio: string;
  subTotal: string;
  subTotalRrp: string;
};

/** Entities as a person would have typed them into the PSA; the service adds what the API computes. */
export type ConnectWiseSeed = {
  /** `currency`: ISO 4217 code that every agreement bills in; absent: agreements name none. */
  site: { companyId: string; companyName: string; currency?: string };
  companies: ConnectWiseCompanySeed[];
  agreements: ConnectWiseAgreementSeed[];
  catalog: ConnectWiseCatalogSeed[];
  additions: ConnectWiseAdditionSeed[];
};

export type ConnectWiseCompanySeed = {
  id: number;
  identifier: string;
  name: string;
  website: string;
  accountNumber: string;
  taxIdentifier: string;
  inactive: boolean;
};

export type ConnectWiseAgreementSeed = {
  id: number;
  name: string;
  companyId: number;
  typeName: string;
  startDate: string;
  /** Absent: no ending date. */
  endDate?: string;
  billStartDate: string;
  nextInvoiceDate: string;
  /** "Current" bills the cycle that ends before nextInvoiceDate (in arrears), "Future" the one that starts on it. */
  periodType: "Current" | "Future";
  prorateFlag: boolean;
  /** "Monthly" when absent; also "Quarterly", "Semi-Annual", "Yearly", "Weekly", "One Time". */
  billingCycle?: string;
  /** Billed once for all of its additions, then never again. */
  billOneTime?: boolean;
  cancelled?: boolean;
};

export type ConnectWiseCatalogSeed = {
  id: number;
  identifier: string;
  description: string;
  vendorSku?: string;
  price: string;
  cost: string;
  inactive?: boolean;
  productClass?: "Agreement" | "Bundle" | "Inventory" | "NonInventory" | "Service";
};

export type ConnectWiseAdditionSeed = {
  id: number;
  agreementId: number;
  catalogId: number;
  quantity: number;
  unitPrice: string;
  unitCost: string;
  effectiveDate: string;
  cancelledDate?: string;
  serialNumber?: string;
};
