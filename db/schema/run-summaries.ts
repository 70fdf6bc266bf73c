import { foreignKey, integer, jsonb, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { orgId } from "./columns";
import type { Severity } from "./issues";
import { type ItemOutcome, syncRuns } from "./sync-runs";

export type RunItemCounts = {
  /** Items that are listed; unchanged ones without an issue are only counted on the run. */
  listed: number;
  byOutcome: Partial<Record<ItemOutcome, number>>;
  /** Of a products run: items that change or would, by what becomes of them (lib/sync/product-changes.ts). */
  byChange?: Record<string, number>;
  /** Listed items with a warning that nobody has acknowledged. */
  withWarning: number;
  /** Those that failed or are unknown, and that no later run has settled. */
  retryable: number;
};

/** The issues of a run's items with one code and severity. */
export type RunCause = {
  code: string;
  severity: Severity;
  count: number;
  /** Those whose key no later run has settled. */
  open: number;
  /** Of the open ones, those that are decided at once. */
  decidable: number;
  customers: number;
  firstItemId: string;
  firstCustomerId: string | null;
  firstCustomer: string | null;
  titles: number;
  firstTitle: string;
};

export type SkippedSum = { reason: string | null; costAmount: string };

/** What all items of a run come to. */
export type RunSummary = { counts: RunItemCounts; causes: RunCause[]; skippedBy: SkippedSum[] };

/**
 * What was counted over a run's items, which may be a hundred thousand, so that looking again counts nothing. It holds
 * while `standing` is that of the program sync (`sync_status`).
 */
export const runSummaries = pgTable(
  "run_summaries",
  {
    orgId: orgId(),
    runId: uuid("run_id").notNull(),
    standing: integer("standing").notNull(),
    summary: jsonb("summary").$type<RunSummary>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.runId] }),
    foreignKey({ columns: [t.orgId, t.runId], foreignColumns: [syncRuns.orgId, syncRuns.id] }),
  ],
);
