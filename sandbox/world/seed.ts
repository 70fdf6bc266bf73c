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
  autotask: AutotaskSeed;
  /** Which company and agreement a careful clerk would choose for each customer; a customer without a company is absent. */
  mappings: WorldMapping[];
  /** The same for Autotask, where the agreements are contracts. */
  autotaskMappings: WorldMapping[];
};

/** `annualAgreementId`: where what is paid once a year belongs, a one-time agreement or a fixed-price contract. */
export type WorldMapping = {
  tenantId: string;
  companyId: number;
  agreementId: number;
  annualAgreementId?: number;
};

export const scenarioNames = ["clean", "troubled", "wide"] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export type PrismSeed = {
  partnerName: string;
  currency: string;
  contractAgreements: PrismContractAgreementSeed[];
  customers: PrismCustomerSeed[];
  products: PrismProductSeed[];
  /** One entry per month already invoiced, oldest first, and one for each month that can still be issued. */
  months: PrismMonthSeed[];
  azureUsage: PrismAzureUsageSeed[];
};

/** `currency`: what its invoices are in; the partner's own when absent. */
export type PrismContractAgreementSeed = {
  id: string;
  programId: string;
  programName: string;
  programReferenceLabel: string;
  currency?: string;
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
  /** Whose price lists name it; absent: those of the first contract agreement's program. */
  programId?: string;
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

/** Entities as a person would have typed them into Autotask; the service adds what the API computes. */
export type AutotaskSeed = {
  currencies: AutotaskCurrencySeed[];
  companies: AutotaskCompanySeed[];
  billingCodes: AutotaskBillingCodeSeed[];
  services: AutotaskServiceSeed[];
  contracts: AutotaskContractSeed[];
  contractServices: AutotaskContractServiceSeed[];
};

/** `exchangeRate`: what one unit is worth in the tenant's own currency, which has "1". */
export type AutotaskCurrencySeed = { id: number; code: string; exchangeRate: string };

export type AutotaskCompanySeed = {
  id: number;
  companyName: string;
  companyNumber: string;
  /** 1 customer, 7 vendor. */
  companyType: number;
  phone: string;
  webAddress: string;
  taxID: string;
  isActive: boolean;
  currencyID: number;
};

export type AutotaskBillingCodeSeed = {
  id: number;
  name: string;
  /** 1 general allocation, 3 expense category, 4 material cost, 5 recurring contract service, 6 milestone. */
  useType: number;
  isActive: boolean;
};

export type AutotaskServiceSeed = {
  id: number;
  name: string;
  description?: string;
  sku?: string;
  /** 2 monthly, 3 quarterly, 4 half-yearly, 5 yearly. */
  periodType: number;
  unitPrice: string;
  unitCost: string;
  billingCodeID: number;
  vendorCompanyID?: number;
  isActive: boolean;
};

export type AutotaskContractSeed = {
  id: number;
  companyID: number;
  contractName: string;
  contractNumber?: string;
  /** 1 time and materials, 3 fixed price, 7 recurring service. */
  contractType: number;
  /** 1 in effect, 0 inactive. */
  status: number;
  startDate: string;
  endDate: string;
  /** 2 monthly, 3 quarterly, 4 half-yearly, 5 yearly. */
  contractPeriodType: number;
  /** All periods that end on or before this day are approved and posted; absent: none. */
  postedThrough?: string;
};

/** A service that the contract has had since `startDate`, with the service's own price and cost unless told. */
export type AutotaskContractServiceSeed = {
  id: number;
  contractID: number;
  serviceID: number;
  units: number;
  startDate: string;
  adjustedPrice?: string;
  adjustedCost?: string;
  invoiceDescription?: string;
  internalDescription?: string;
};
