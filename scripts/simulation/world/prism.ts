import { lineFrom, sumOf } from "@/sandbox/world/amounts";
import { lastDayOf } from "@/sandbox/world/plain-dates";
import type {
  SourceInvoice,
  SourceInvoiceLine,
  SourceProduct,
  SourceTenant,
} from "@/workers/connectors/source";
import { type InvoicedDays, priceList, usageMonths, type WorldPlan } from "../schedule/world-plan";

export const programName = "Microsoft CSP";
export const contractAgreementId = "CA-1";

/** The usage product; the licences are those of the price list. */
const usageProduct = 2;

const productIds = ["product-1", "product-2", "product-3"] as const;

export type Subscription = {
  subscriptionId: string;
  customer: number;
  product: number;
  usageBased: boolean;
  /** By month; what PRISM says now. */
  months: InvoicedDays[][];
};

export function tenantIdOf(customer: number): string {
  return `00000000-0000-4000-9000-00000000000${customer}`;
}

/** PRISM as it is now: how many months it has invoiced, and what it says of each. */
export class Prism {
  invoiced = 1;
  readonly subscriptions: Subscription[];

  constructor(private readonly plan: WorldPlan) {
    this.subscriptions = plan.customers.flatMap((one, customer) => [
      ...one.subscriptions.map(({ product, months }, index) => ({
        subscriptionId: idOf(customer, index),
        customer,
        product,
        usageBased: false,
        months: months.map((days) => days.map((day) => ({ ...day }))),
      })),
      ...(one.usage === null ? [] : [usageOf(customer, one.usage)]),
    ]);
  }

  issueNext(): void {
    this.invoiced = Math.min(this.invoiced + 1, usageMonths.length);
  }

  /** The newest invoice says something else of a subscription's last days. */
  correct(subscription: number, quantity: string): void {
    const licences = this.subscriptions.filter(({ usageBased }) => !usageBased);
    const last = licences[subscription % licences.length]?.months[this.invoiced - 1]?.at(-1);
    if (last) last.quantity = quantity;
  }

  invoices(): SourceInvoice[] {
    return usageMonths
      .slice(0, this.invoiced)
      .map((month, index) => ({
        invoiceId: `INV-${index + 1}`,
        programName,
        contractAgreementId,
        periodStart: month,
        periodEnd: lastDayOf(month),
        total: sumOf(this.lines(`INV-${index + 1}`).map(({ costAmount }) => costAmount)),
        currency: "AUD",
      }))
      .reverse();
  }

  lines(invoiceId: string): SourceInvoiceLine[] {
    const month = Number(invoiceId.slice(4)) - 1;
    return this.subscriptions
      .flatMap((subscription) => (subscription.months[month] ?? []).map((days) => ({ subscription, days })))
      .map(({ subscription, days }, index) => {
        const prices = subscription.usageBased
          ? { unitCost: days.quantity, unitPrice: days.quantity }
          : priceList[days.price];
        const line = lineFrom(
          {
            subscriptionId: subscription.subscriptionId,
            offerName: nameOf(subscription.product),
            chargeStart: days.from,
            chargeEnd: days.to,
            quantity: subscription.usageBased ? "1" : days.quantity,
            unitPrice: prices.unitCost,
            unitPriceRrp: prices.unitPrice,
          },
          subscription.usageBased ? "1" : undefined,
        );
        return {
          lineNumber: index + 1,
          subscriptionId: line.subscriptionId,
          offerName: line.offerName,
          chargeStart: line.chargeStart,
          chargeEnd: line.chargeEnd,
          quantity: line.quantity,
          unitCost: line.unitPrice,
          unitPrice: line.unitPriceRrp,
          billableRatio: line.billableRatio,
          costAmount: line.subTotal,
          priceAmount: line.subTotalRrp,
        };
      });
  }

  tenants(): SourceTenant[] {
    return this.plan.customers.map((_, customer) => ({
      tenantId: tenantIdOf(customer),
      domain: null,
      customerId: `customer-${customer}`,
      customerName: `Customer ${customer}`,
      active: true,
      subscriptions: this.subscriptions
        .filter((subscription) => subscription.customer === customer)
        .map(({ subscriptionId, product, usageBased }) => ({
          subscriptionId,
          active: true,
          productId: productIds[product] ?? "",
          productName: nameOf(product),
          quantity: "1",
          usageBased,
          billedAnnually: false,
        })),
    }));
  }

  priceList(): SourceProduct[] {
    return productIds.map((productId, product) => ({
      productId,
      sku: skuOf(product),
      name: nameOf(product),
      ...priceList[0],
      trial: false,
    }));
  }
}

export function skuOf(product: number): string {
  return `CFQ7TTC0LH1${product}:0001`;
}

function nameOf(product: number): string {
  return product === usageProduct ? "Azure plan" : `Microsoft 365 Plan ${product + 1}`;
}

function idOf(customer: number, index: number): string {
  return `00000000-0000-4000-8000-0000000000${customer}${index}`;
}

function usageOf(customer: number, amounts: string[]): Subscription {
  return {
    subscriptionId: idOf(customer, 9),
    customer,
    product: usageProduct,
    usageBased: true,
    months: usageMonths.map((month, index) => [
      { from: month, to: lastDayOf(month), quantity: amounts[index] ?? "0", price: 0 },
    ]),
  };
}
