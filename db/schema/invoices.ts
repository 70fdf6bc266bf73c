import { foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { day, decimal, id, instant, orgId } from "./columns";
import { programs } from "./programs";

export const invoiceStates = ["current", "superseded", "void"] as const;

/** PRISM's monthly bill for a contract agreement. Its identity is its id and the hash of its content. */
export const invoices = pgTable(
  "invoices",
  {
    orgId: orgId(),
    id: id(),
    programId: uuid("program_id").notNull(),
    contractAgreementId: text("contract_agreement_id").notNull(),
    sourceInvoiceId: text("source_invoice_id").notNull(),
    contentHash: text("content_hash").notNull(),
    periodStart: day("period_start").notNull(),
    periodEnd: day("period_end").notNull(),
    currency: text("currency").notNull(),
    /** What PRISM says the invoice comes to; null when it says nothing. */
    statedTotal: decimal("stated_total"),
    /** The sum of the lines' cost; equal to the stated total, or the invoice would not be here. */
    linesTotal: decimal("lines_total").notNull(),
    lineCount: integer("line_count").notNull(),
    state: text("state", { enum: invoiceStates }).notNull().default("current"),
    fetchedAt: instant("fetched_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique("invoices_content").on(t.orgId, t.programId, t.sourceInvoiceId, t.contentHash),
    index("invoices_period").on(t.orgId, t.programId, t.periodStart),
    foreignKey({ columns: [t.orgId, t.programId], foreignColumns: [programs.orgId, programs.id] }),
  ],
);

/** Stored once, as read. Cost is the partner's, price the recommended retail, both ex tax. */
export const invoiceLines = pgTable(
  "invoice_lines",
  {
    orgId: orgId(),
    invoiceId: uuid("invoice_id").notNull(),
    lineNumber: integer("line_number").notNull(),
    subscriptionId: text("subscription_id"),
    offerName: text("offer_name").notNull(),
    chargeStart: day("charge_start").notNull(),
    chargeEnd: day("charge_end").notNull(),
    quantity: decimal("quantity").notNull(),
    unitCost: decimal("unit_cost").notNull(),
    unitPrice: decimal("unit_price").notNull(),
    billableRatio: decimal("billable_ratio").notNull(),
    costAmount: decimal("cost_amount").notNull(),
    priceAmount: decimal("price_amount").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.invoiceId, t.lineNumber] }),
    index("invoice_lines_subscription").on(t.orgId, t.subscriptionId, t.invoiceId),
    foreignKey({ columns: [t.orgId, t.invoiceId], foreignColumns: [invoices.orgId, invoices.id] }),
  ],
);
