import type { z } from "zod";
import type {
  SourceCustomer,
  SourceInvoice,
  SourceProduct,
  SourceSubscription,
  SourceTenant,
} from "../source";
import type { customerSchema, invoicePageSchema, priceListSchema, tenantSchema } from "./schemas";

type Customer = z.output<typeof customerSchema>;
type Tenant = z.output<typeof tenantSchema>;
type Subscription = NonNullable<Tenant["Subscriptions"]>[number];
type InvoiceRecord = z.output<typeof invoicePageSchema>["Records"][number];
type PriceList = z.output<typeof priceListSchema>;

const annualCycles = ["annual", "annually", "yearly"];

/** One row for each program in which the customer has a contract. */
export function mapCustomer(customer: Customer): SourceCustomer[] {
  return (customer.CustomerProgramAgreements ?? []).flatMap((agreement) =>
    agreement.ContractAgreementId === null
      ? []
      : [
          {
            tenantId: agreement.Id,
            customerId: customer.CustomerId,
            name: customer.CustomerName,
            registrationNumber: customer.RegistrationNumber,
            website: customer.WebUrl,
            programName: agreement.ProgramName,
            contractAgreementId: agreement.ContractAgreementId,
            active: customer.IsActive,
          },
        ],
  );
}

export function mapTenant(tenant: Tenant): SourceTenant {
  return {
    tenantId: tenant.TenantId,
    domain: tenant.TenantDomain,
    customerId: tenant.CustomerId,
    customerName: tenant.CustomerName,
    active: isActive(tenant.TenantStatus),
    subscriptions: (tenant.Subscriptions ?? []).map(mapSubscription),
  };
}

function mapSubscription(subscription: Subscription): SourceSubscription {
  return {
    subscriptionId: subscription.SubscriptionId,
    active: isActive(subscription.Status),
    productId: subscription.ProductId,
    productName: subscription.ProductName,
    quantity: subscription.Quantity,
    usageBased: isUsageBased(subscription),
    billedAnnually: annualCycles.includes(subscription.BillingCycle?.toLowerCase() ?? ""),
  };
}

function isActive(status: string | null): boolean {
  return status?.toLowerCase() === "active";
}

/** Azure's own template, or a unit that says so ("Usage-based", "Usage based"). */
function isUsageBased({ DisplayTemplate, Unit }: Subscription): boolean {
  const unit = Unit?.toLowerCase().replace(/[^a-z]/g, "");
  return DisplayTemplate?.toLowerCase() === "azure" || unit === "usagebased";
}

export function mapInvoice(record: InvoiceRecord): SourceInvoice {
  return {
    invoiceId: record.InvoiceId,
    programName: record.ProgramName,
    contractAgreementId: record.ContractAgreementId,
    periodStart: record.BillingPeriodStart,
    periodEnd: record.BillingPeriodEnd,
    total: record.Total,
    currency: record.Currency,
  };
}

/** The SKU as the price list gives it: its term prefix ("P1Y:M:") is part of it. */
export function mapPriceList(list: PriceList): SourceProduct[] {
  return list.ProductGroups.flatMap((group) =>
    group.Products.map((product) => ({
      productId: product.ProductId,
      sku: product.ProductSku,
      name: product.ProductName,
      unitCost: product.UnitPrice,
      unitPrice: product.RetailUnitPrice,
      trial: product.IsTrialProduct,
    })),
  );
}
