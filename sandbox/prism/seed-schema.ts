import { z } from "zod";
import type { PrismSeed } from "../world/seed";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, "must be a decimal number as text");

export const subscriptionStatus = z.enum(["Active", "Suspended", "Deleted"]);

const subscription = z.object({
  subscriptionId: z.string(),
  productId: z.string(),
  productName: z.string(),
  status: subscriptionStatus,
  quantity: z.number(),
  firstPurchased: date,
  displayTemplate: z.enum(["License", "Azure"]),
  unit: z.string(),
  billingCycle: z.enum(["Monthly", "Annual"]),
});

const customer = z.object({
  customerId: z.string(),
  crmAccountId: z.string(),
  name: z.string(),
  registrationNumber: z.string(),
  webUrl: z.string(),
  email: z.string(),
  isActive: z.boolean(),
  tenantId: z.string(),
  tenantDomain: z.string(),
  contractAgreementId: z.string(),
  subscriptions: z.array(subscription),
});

const product = z.object({
  productId: z.string(),
  programId: z.string().optional(),
  name: z.string(),
  group: z.string(),
  sku: z.string(),
  price: decimalText,
  retailPrice: decimalText,
  unit: z.string(),
  isTrial: z.boolean(),
  listed: z.boolean(),
  priceChanges: z.array(z.object({ from: date, price: decimalText, retailPrice: decimalText })),
  tieredProductSku: z.string().optional(),
});

export const invoiceLineSchema = z.strictObject({
  subscriptionId: z.string(),
  offerName: z.string(),
  chargeStart: date,
  chargeEnd: date,
  unitPrice: decimalText,
  unitPriceRrp: decimalText,
  quantity: decimalText,
  billableRatio: decimalText,
  subTotal: decimalText,
  subTotalRrp: decimalText,
});

const month = z.object({
  usageMonth: date,
  issued: z.boolean(),
  invoices: z.array(
    z.object({
      invoiceId: z.string(),
      contractAgreementId: z.string(),
      periodStart: date,
      periodEnd: date,
      lines: z.array(invoiceLineSchema),
    }),
  ),
  subscriptionChanges: z.array(
    z.object({ subscriptionId: z.string(), status: subscriptionStatus, quantity: z.number() }),
  ),
});

export const prismSeedSchema: z.ZodType<PrismSeed> = z.object({
  partnerName: z.string(),
  currency: z.string(),
  contractAgreements: z.array(
    z.object({
      id: z.string(),
      programId: z.string(),
      programName: z.string(),
      programReferenceLabel: z.string(),
      currency: z.string().optional(),
    }),
  ),
  customers: z.array(customer),
  products: z.array(product),
  months: z.array(month),
  azureUsage: z.array(
    z.object({
      subscriptionId: z.string(),
      usageDate: date,
      resourceName: z.string(),
      resourceGroup: z.string(),
      meterCategory: z.string(),
      quantity: decimalText,
      cost: decimalText,
    }),
  ),
});
