import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, day, decimal, id, orgId, sortedText } from "./columns";
import { itemOutcomes } from "./sync-runs";

/** A step of a timeline as shown: both ends included, `to` null is open. Decimals are text. */
export type TimelineStep = {
  from: string;
  to: string | null;
  quantity: string;
  unitCost: string | null;
  unitPrice: string | null;
};

/** What a product's PSA item held or shall hold. */
export type ItemPrices = { name: string; unitCost: string; unitPrice: string };

export const subjectKinds = ["subscription", "product", "customer", "invoice_line"] as const;

/**
 * One product or one subscription inside a run. Unchanged ones are counted on the run and have no row.
 * Partitioned by month (`item_month`, see the first migration), so that old months are dropped whole.
 */
export const syncItems = pgTable(
  "sync_items",
  {
    orgId: orgId(),
    itemMonth: day("item_month").notNull(),
    id: id(),
    runId: uuid("run_id").notNull(),
    /** Natural key: `<subscription id>:<kind>`, `product:<product id>`, `customer:<customer id>`, `invoice:<invoice id>` or `line:<PRISM’s invoice id>:<number>`. */
    key: text("key").notNull(),
    subject: text("subject", { enum: subjectKinds }).notNull(),
    subscriptionId: text("subscription_id"),
    productId: uuid("product_id"),
    customerId: uuid("customer_id"),
    customerName: text("customer_name"),
    /** What a person reads: the product's name. */
    title: text("title").notNull(),
    agreementId: text("agreement_id"),
    agreementName: text("agreement_name"),
    outcome: text("outcome", { enum: itemOutcomes }).notNull(),
    /** Why it was skipped, e.g. not_mapped. */
    reason: text("reason"),
    before: jsonb("before").$type<TimelineStep[] | ItemPrices | null>(),
    after: jsonb("after").$type<TimelineStep[] | ItemPrices | null>(),
    /** The invoice lines behind it: what they cost the partner and their retail, ex tax. */
    costAmount: decimal("cost_amount"),
    priceAmount: decimal("price_amount"),
    currency: text("currency"),
    lineCount: integer("line_count").notNull().default(0),
    /** How many issues it has; null for items of before this was counted. */
    issueCount: integer("issue_count"),
    /** Where it stands in the list of its run: by customer, those without one last, then by title. */
    place: sortedText("place").generatedAlwaysAs(
      sql`case when customer_name is null then '1' else '0' end || left(lower(coalesce(customer_name, '')), 200) || chr(1) || coalesce(customer_id::text, '') || chr(1) || left(lower(title), 200)`,
    ),
    /** How the PSA's amount will differ from the invoice's, where it does. */
    priceDifference: decimal("price_difference"),
    costDifference: decimal("cost_difference"),
    /** A mark of just what was to be written for it, and of what that comes to; null: nothing was. */
    plan: text("plan"),
    /** Of a preview: the plan is what is written once a person says yes to what the item is held for, and nothing is before. */
    planAsks: boolean("plan_asks").notNull().default(false),
    /** What the PSA bills more by it, negative for less: a month, for what is billed once in all; null: not known, or not ours. */
    costChange: decimal("cost_change"),
    priceChange: decimal("price_change"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.itemMonth, t.id] }),
    index("sync_items_run").on(t.orgId, t.runId, t.outcome),
    index("sync_items_place").on(t.orgId, t.runId, t.place, t.id),
    uniqueIndex("sync_items_once").on(t.orgId, t.itemMonth, t.runId, t.key),
    index("sync_items_key").on(t.orgId, t.key, t.createdAt.desc().nullsFirst()),
  ],
);
