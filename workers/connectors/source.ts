import type { DecimalText, IsoDate } from "@/lib/values";

/** What the distributor's portal offers to the sync. Read only; throws only ApiError. */
export interface SourceConnector {
  checkAccess(): Promise<{ about: string | null; credentials: "accepted" | "refused" }>;
  customers(): Promise<SourceCustomer[]>;
  /** Tenants of one contract agreement with their subscriptions, in batches; a list that breaks off throws. */
  tenants(contractAgreementId: string): AsyncIterable<SourceTenant[]>;
  /** Every invoice, newest period first, complete or thrown. */
  invoices(): Promise<SourceInvoice[]>;
  /** The lines in the order of the file, in batches; a short or malformed file throws `unreadable`. */
  invoiceLines(invoiceId: string): AsyncIterable<SourceInvoiceLine[]>;
  /** The price list that is in force on `date`. */
  priceList(contractAgreementId: string, date: IsoDate): Promise<SourceProduct[]>;
}

/** A customer's tenant in a program: one row for each program agreement of a customer. */
export type SourceCustomer = {
  tenantId: string;
  customerId: string;
  name: string;
  registrationNumber: string | null;
  website: string | null;
  programName: string;
  contractAgreementId: string;
  active: boolean;
};

export type SourceTenant = {
  tenantId: string;
  domain: string | null;
  customerId: string;
  customerName: string;
  active: boolean;
  subscriptions: SourceSubscription[];
};

export type SourceSubscription = {
  subscriptionId: string;
  active: boolean;
  productId: string;
  productName: string;
  quantity: DecimalText;
  /** Usage-based (Azure) rather than licensed. */
  usageBased: boolean;
  billedAnnually: boolean;
};

export type SourceInvoice = {
  invoiceId: string;
  programName: string;
  contractAgreementId: string;
  periodStart: IsoDate;
  periodEnd: IsoDate;
  /** null when PRISM gives none: the sum of the lines stands in, and the run says so. */
  total: DecimalText | null;
  currency: string | null;
};

export type SourceInvoiceLine = {
  /** Position in the file, from 1. */
  lineNumber: number;
  subscriptionId: string | null;
  offerName: string;
  chargeStart: IsoDate;
  chargeEnd: IsoDate;
  quantity: DecimalText;
  /** Partner cost of one unit for a whole period, ex tax. */
  unitCost: DecimalText;
  /** Recommended retail price of one unit for a whole period, ex tax. */
  unitPrice: DecimalText;
  billableRatio: DecimalText;
  /** Partner cost of the line, in cents' precision. */
  costAmount: DecimalText;
  priceAmount: DecimalText;
};

export type SourceProduct = {
  productId: string;
  /** Vendor SKU with its term prefix; null when the price list has none. */
  sku: string | null;
  name: string;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  trial: boolean;
};
