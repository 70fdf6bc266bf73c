import { z } from "zod";

/** A decimal as text, exact. */
const decimalText = z.string();
/** YYYY-MM-DD. */
const plainDate = z.string();

export const billLine = z.object({
  additionId: z.int(),
  serialNumber: z.string().nullable(),
  productId: z.int(),
  identifier: z.string(),
  description: z.string(),
  /** Quantity less what the agreement includes. */
  quantity: decimalText,
  /** First and last billed day of the addition in this period. */
  from: plainDate,
  to: plainDate,
  days: z.int(),
  periodDays: z.int(),
  unitPrice: decimalText,
  amount: decimalText,
  unitCost: decimalText,
  cost: decimalText,
});

export const bill = z.object({
  invoiceId: z.int(),
  agreementId: z.int(),
  agreementName: z.string(),
  companyId: z.int(),
  companyName: z.string(),
  periodStart: plainDate,
  periodEnd: plainDate,
  lines: z.array(billLine),
  total: decimalText,
  totalCost: decimalText,
});

export type BillLine = z.infer<typeof billLine>;
export type Bill = z.infer<typeof bill>;
