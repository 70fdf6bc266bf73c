import { z } from "zod";
import { lineFrom } from "@/sandbox/world/amounts";
import type { PrismInvoiceLineSeed } from "@/sandbox/world/seed";
import { callControl } from "./control-call";

/** A row of an invoice as a month tells it. Money is a decimal as text; a unit price is for one unit and a month. */
export type BilledDays = {
  from: string;
  to: string;
  quantity: string;
  unitCost: string;
  unitPrice: string;
  /** Days ÷ days of the month unless given. */
  ratio?: string;
};

/** What PRISM shows of a subscription beside its invoices. */
export type SubscriptionFacts = {
  productId?: string;
  productName?: string;
  status?: "Active" | "Deleted";
  displayTemplate?: "License" | "Azure";
  billingCycle?: "Monthly" | "Annual";
};

const invoices = z.array(z.looseObject({ id: z.string(), usageMonth: z.string(), lineCount: z.int() }));
const customers = z.array(
  z.looseObject({ name: z.string(), tenantId: z.string(), subscriptionIds: z.array(z.string()) }),
);
const products = z.array(z.looseObject({ id: z.string(), name: z.string(), sku: z.string() }));
const subscriptions = z.array(
  z.looseObject({ subscriptionId: z.string(), firstPurchased: z.string(), status: z.string() }),
);

export type PrismCustomer = { name: string; tenantId: string; subscriptionIds: string[] };
export type PrismProduct = { id: string; name: string; sku: string };

/** Writes what PRISM invoices, over the sandboxes' control interface. */
export function prismDesk(control: string) {
  const read = (kind: string) => callControl(control, "GET", `/entities/prism/${kind}`);
  const edit = (kind: string, id: string, change: unknown) =>
    callControl(control, "PATCH", `/entities/prism/${kind}/${id}`, change);
  return {
    products: async (): Promise<PrismProduct[]> => products.parse(await read("products")),

    /** With the subscriptions that were bought by the day, of which PRISM's invoices may speak. */
    async customers(day: string): Promise<PrismCustomer[]> {
      const bought = new Set(
        subscriptions
          .parse(await read("subscriptions"))
          .filter(({ firstPurchased }) => firstPurchased <= day)
          .map(({ subscriptionId }) => subscriptionId),
      );
      return customers.parse(await read("customers")).map(({ name, tenantId, subscriptionIds }) => ({
        name,
        tenantId,
        subscriptionIds: subscriptionIds.filter((id) => bought.has(id)),
      }));
    },

    changeProduct: (id: string, change: { price?: string; retailPrice?: string }) =>
      edit("products", id, change),

    changeSubscription: (id: string, facts: SubscriptionFacts) => edit("subscriptions", id, facts),

    /** Puts these rows in the place of all that the invoice of a month had. */
    async invoice(usageMonth: string, lines: PrismInvoiceLineSeed[]): Promise<void> {
      const invoice = invoices.parse(await read("invoices")).find((one) => one.usageMonth === usageMonth);
      if (!invoice) throw new Error(`PRISM has no invoice for ${usageMonth}.`);
      const removeRows = Array.from({ length: invoice.lineCount }, (_, index) => index + 1);
      await edit("invoices", invoice.id, { removeRows, addLines: lines });
    },

    issueNext: () => callControl(control, "POST", "/invoices/next", {}),
  };
}

export type PrismDesk = ReturnType<typeof prismDesk>;

/** The row as PRISM writes it, with its sums. */
export function invoiceRow(
  subscriptionId: string,
  offerName: string,
  days: BilledDays,
): PrismInvoiceLineSeed {
  const { from, to, quantity, unitCost, unitPrice, ratio } = days;
  const facts = {
    subscriptionId,
    offerName,
    chargeStart: from,
    chargeEnd: to,
    unitPrice: unitCost,
    unitPriceRrp: unitPrice,
    quantity,
  };
  return ratio === undefined ? lineFrom(facts) : lineFrom(facts, ratio);
}
