import { z } from "zod";

/** YYYY-MM-DD. */
const plainDate = z.string();
/** An exact decimal as text. */
const decimalText = z.string();
const id = z.int();

/** What the ledger needs to know of a contract; whoever keeps the contracts tells it through `Books`. */
export type LedgerContract = {
  id: number;
  companyID: number;
  contractName: string;
  /** 7 is recurring service, the only type that takes contract services. */
  contractType: number;
  /** 1 in effect, 0 inactive. */
  status: number;
  startDate: string;
  endDate: string;
  /** See `monthsPerPeriod`; null counts as monthly. */
  contractPeriodType: number | null;
  /** What one unit of the company's currency is worth in the tenant's; "1" when absent. */
  exchangeRate?: string;
};

export type LedgerService = { id: number; name: string; unitPrice: string; unitCost: string };

/** Contract period types by the months that one period has. */
export const monthsPerPeriod: Readonly<Record<number, number>> = { 2: 1, 3: 3, 4: 6, 5: 12 };

export const contractService = z.object({
  id,
  contractID: id,
  serviceID: id,
  /** Copied from the service when the contract got it. */
  unitPrice: decimalText,
  unitCost: decimalText,
  /** The price that holds at the contract's end, after all adjustments. */
  adjustedPrice: decimalText,
  adjustedCost: decimalText,
  invoiceDescription: z.string().nullable(),
  internalDescription: z.string().nullable(),
});

/** A stretch of days of one billing period; `price` and `cost` are for all of its units and days. */
export const unitsRow = z.object({
  id,
  contractID: id,
  contractServiceID: id,
  serviceID: id,
  startDate: plainDate,
  endDate: plainDate,
  units: z.int(),
  price: decimalText,
  cost: decimalText,
  internalCurrencyPrice: decimalText,
  /** Plain date; null: not posted. */
  approveAndPostDate: plainDate.nullable(),
  /** Of one unit for a whole period; the API does not show them. */
  unitPrice: decimalText,
  unitCost: decimalText,
});

/** One accepted change of a contract service; it holds from its date on. */
export const change = z.object({
  contractServiceID: id,
  date: plainDate,
  unitChange: z.int(),
  unitPrice: decimalText.optional(),
  unitCost: decimalText.optional(),
  /** False: a price set on the contract service itself, which stands in no adjustment's way. */
  isAdjustment: z.boolean(),
});

export const charge = z.object({
  id,
  contractID: id,
  name: z.string(),
  description: z.string().nullable(),
  datePurchased: plainDate,
  unitQuantity: decimalText,
  unitPrice: decimalText,
  unitCost: decimalText,
  billingCodeID: id.nullable(),
  isBillableToCompany: z.boolean(),
  status: z.int().nullable(),
  chargeType: z.int().nullable(),
  internalPurchaseOrderNumber: z.string().nullable(),
  purchaseOrderNumber: z.string().nullable(),
  notes: z.string().nullable(),
  contractServiceID: id.nullable(),
  isBilled: z.boolean(),
});

/** Exists only after "approve and post". */
export const billingItem = z.object({
  id,
  companyID: id,
  contractID: id,
  contractServiceID: id.nullable(),
  /** The id of the units row. */
  contractServicePeriodID: id.nullable(),
  contractChargeID: id.nullable(),
  serviceID: id.nullable(),
  billingCodeID: id.nullable(),
  itemName: z.string(),
  itemDate: plainDate,
  quantity: decimalText,
  rate: decimalText,
  extendedPrice: decimalText,
  totalAmount: decimalText,
  ourCost: decimalText,
  postedDate: plainDate,
  invoiceID: id.nullable(),
});

const billLine = z.object({
  contractServiceId: id.nullable(),
  chargeId: id.nullable(),
  serviceId: id.nullable(),
  name: z.string(),
  /** A charge's internalPurchaseOrderNumber. */
  reference: z.string().nullable(),
  from: plainDate,
  to: plainDate,
  days: z.int(),
  periodDays: z.int(),
  units: decimalText,
  unitPrice: decimalText,
  amount: decimalText,
  unitCost: decimalText,
  cost: decimalText,
});

/** What one posted period of a contract bills. */
export const bill = z.object({
  billId: id,
  contractId: id,
  contractName: z.string(),
  companyId: id,
  periodStart: plainDate,
  periodEnd: plainDate,
  lines: z.array(billLine),
  total: decimalText,
  totalCost: decimalText,
});

export type ContractService = z.infer<typeof contractService>;
export type UnitsRow = z.infer<typeof unitsRow>;
export type Change = z.infer<typeof change>;
export type Charge = z.infer<typeof charge>;
export type BillingItem = z.infer<typeof billingItem>;
export type BillLine = z.infer<typeof billLine>;
export type Bill = z.infer<typeof bill>;

export const ledgerState = z.object({
  contractServices: z.array(contractService),
  changes: z.array(change),
  unitsRows: z.array(unitsRow),
  charges: z.array(charge),
  billingItems: z.array(billingItem),
  bills: z.array(bill),
  /** By contract id, the last day of its newest posted period. */
  postedThrough: z.record(z.string(), plainDate),
  lastIds: z.object({ contractService: id, unitsRow: id, charge: id, billingItem: id }),
});

export type LedgerState = z.infer<typeof ledgerState>;
