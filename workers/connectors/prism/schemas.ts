import { z } from "zod";
import { count, decimal, flag, id, orNull, plainDate, textOrNull } from "../wire/fields";

/** The fields that we use, and no others. No official reference is at hand: names were seen in public clients, or are assumed. */

/** Assumed: no client shows what the partner's own account looks like. */
export const accountSchema = z.object({
  CustomerName: textOrNull,
  CompanyName: textOrNull,
  Name: textOrNull,
});

export const customerSchema = z.object({
  CustomerId: id,
  CustomerName: z.string(),
  RegistrationNumber: textOrNull,
  WebUrl: textOrNull,
  IsActive: flag,
  CustomerProgramAgreements: orNull(
    z.array(
      z.object({
        /** The tenant's id. */
        Id: id,
        ProgramName: z.string(),
        /** null: the customer has no contract in the program, and is never billed in it. */
        ContractAgreementId: orNull(id),
      }),
    ),
  ),
});

export const tenantSchema = z.object({
  TenantId: id,
  TenantDomain: textOrNull,
  TenantStatus: textOrNull,
  CustomerId: id,
  CustomerName: z.string(),
  Subscriptions: orNull(
    z.array(
      z.object({
        SubscriptionId: id,
        Status: z.string(),
        ProductId: id,
        ProductName: z.string(),
        Quantity: decimal,
        Unit: textOrNull,
        DisplayTemplate: textOrNull,
        BillingCycle: textOrNull,
      }),
    ),
  ),
});

/** Names of the id, the total and the currency are assumed, as are the parameters and the count of the pages. */
export const invoicePageSchema = z.object({
  TotalRecords: orNull(count),
  Records: z.array(
    z.object({
      InvoiceId: id,
      ProgramName: z.string(),
      ContractAgreementId: id,
      BillingPeriodStart: plainDate,
      BillingPeriodEnd: plainDate,
      Total: orNull(decimal),
      Currency: textOrNull,
    }),
  ),
});

export const priceListSchema = z.object({
  ProductGroups: z.array(
    z.object({
      Products: z.array(
        z.object({
          ProductId: id,
          ProductName: z.string(),
          ProductSku: textOrNull,
          UnitPrice: decimal,
          RetailUnitPrice: decimal,
          IsTrialProduct: flag,
        }),
      ),
    }),
  ),
});
