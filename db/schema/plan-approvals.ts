import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, orgId } from "./columns";
import { syncRuns } from "./sync-runs";

/** A line of a preview whose change a person has approved. Taken back before it is applied, its row goes. */
export const planApprovals = pgTable(
  "plan_approvals",
  {
    orgId: orgId(),
    /** The preview. */
    runId: uuid("run_id").notNull(),
    key: text("key").notNull(),
    customerId: uuid("customer_id"),
    /** What the preview meant to write: see `sync_items.plan`. */
    plan: text("plan").notNull(),
    approvedBy: uuid("approved_by").notNull(),
    /** The live run that was asked to write it; null: nobody has asked yet. */
    appliedIn: uuid("applied_in"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.runId, t.key] }),
    index("plan_approvals_customer").on(t.orgId, t.runId, t.customerId),
    foreignKey({ columns: [t.orgId, t.runId], foreignColumns: [syncRuns.orgId, syncRuns.id] }),
  ],
);
