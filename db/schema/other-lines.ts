import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, decimal, instant, orgId } from "./columns";
import { connections } from "./connections";

/** The subscription that a line of another tool probably bills as well. */
export type LikelyTwin = {
  customerId: string;
  product: string;
  quantity: string | null;
  /** The line's item carries the product's SKU. */
  sameSku: boolean;
  sameQuantity: boolean;
};

/**
 * What recurs on the mapped agreements, as it was last read from the PSA, whoever made it: lines of ours are told apart
 * when they are listed. It is read when a person asks for it, for cutting over from another tool.
 */
export const otherLines = pgTable(
  "other_lines",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id").notNull(),
    psaAgreementId: text("psa_agreement_id").notNull(),
    psaLineId: text("psa_line_id").notNull(),
    psaItemId: text("psa_item_id").notNull(),
    name: text("name").notNull(),
    /** Our key, another tool's word, or null. */
    reference: text("reference"),
    firstDay: day("first_day"),
    quantity: decimal("quantity").notNull(),
    unitCost: decimal("unit_cost").notNull(),
    unitPrice: decimal("unit_price").notNull(),
    currency: text("currency"),
    /** Months of a billing cycle, which a price is of; null: not whole months, or not known. */
    cycleMonths: integer("cycle_months"),
    /** The likeliest duplicates first: 0 for the same product and quantity, up to 3 for nothing alike. */
    rank: integer("rank").notNull(),
    twin: jsonb("twin").$type<LikelyTwin>(),
    readAt: instant("read_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.connectionId, t.psaAgreementId, t.psaLineId] }),
    index("other_lines_likeliest").on(t.orgId, t.connectionId, t.rank, t.psaAgreementId, t.psaLineId),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);
