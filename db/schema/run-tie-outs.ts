import { boolean, foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, decimal, orgId } from "./columns";
import { syncRuns } from "./sync-runs";

/**
 * Where each cent of an invoice went in a run, in partner cost ex tax:
 * total = applied + planned + unchanged + held + skipped + failed (unknown counts as failed).
 */
export const runTieOuts = pgTable(
  "run_tie_outs",
  {
    orgId: orgId(),
    runId: uuid("run_id").notNull(),
    invoiceId: uuid("invoice_id").notNull(),
    sourceInvoiceId: text("source_invoice_id").notNull(),
    currency: text("currency").notNull(),
    periodStart: day("period_start").notNull(),
    periodEnd: day("period_end").notNull(),
    total: decimal("total").notNull(),
    applied: decimal("applied").notNull(),
    planned: decimal("planned").notNull(),
    unchanged: decimal("unchanged").notNull(),
    held: decimal("held").notNull(),
    skipped: decimal("skipped").notNull(),
    failed: decimal("failed").notNull(),
    lineCount: integer("line_count").notNull(),
    /** PRISM gave no total, so the sum of the lines stands in. */
    totalMissing: boolean("total_missing").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.runId, t.invoiceId] }),
    foreignKey({ columns: [t.orgId, t.runId], foreignColumns: [syncRuns.orgId, syncRuns.id] }),
  ],
);
