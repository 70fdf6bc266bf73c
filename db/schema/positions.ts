import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, instant, orgId, sortedText, updatedAt } from "./columns";
import { programSyncs } from "./program-syncs";
import type { TimelineStep } from "./sync-items";
import { itemOutcomes, syncKinds } from "./sync-runs";

/** What of a key waits for a person; "failed" is also what has an unknown outcome. */
export const waitingKinds = ["held", "failed", "warning"] as const;
export type WaitingKind = (typeof waitingKinds)[number];

/**
 * Where a key (a subscription's kind of line, or a product) stands in a program sync, over all runs:
 * up to which usage it is confirmed in the PSA, and whether something is outstanding.
 */
export const positions = pgTable(
  "positions",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    kind: text("kind", { enum: syncKinds }).notNull(),
    key: text("key").notNull(),
    /** What stands before the key's first colon: the subscription's id, where it is of one. */
    subscriptionId: text("subscription_id").notNull().generatedAlwaysAs(sql`split_part(key, ':', 1)`),
    customerId: uuid("customer_id"),
    /** Last day of the newest usage period that the PSA is known to hold; null: none yet. */
    confirmedThrough: day("confirmed_through"),
    /** What `confirmedThrough` was when the run `runId` began: a worker that takes the run over sees the same work. */
    confirmedBefore: day("confirmed_before"),
    /** The PSA's timeline as last confirmed. */
    confirmed: jsonb("confirmed").$type<TimelineStep[]>(),
    /** An agreement line of ours is open, so the subscription is expected on the next invoice. */
    open: boolean("open").notNull().default(false),
    /** failed, held or unknown until it passes or a person excludes it. */
    outstanding: text("outstanding", { enum: itemOutcomes }),
    /** Warnings of the last look that nobody has acknowledged. */
    unacknowledged: boolean("unacknowledged").notNull().default(false),
    /** The run that looked last, and its item if it has one. */
    runId: uuid("run_id"),
    itemId: uuid("item_id"),
    /** The run that came upon it first; null: from before this was recorded. */
    firstRunId: uuid("first_run_id"),
    waits: text("waits", { enum: waitingKinds }).generatedAlwaysAs(
      sql`case when outstanding = 'held' then 'held' when outstanding is not null then 'failed' when unacknowledged then 'warning' end`,
    ),
    /** Of what waits: the code of its gravest issue, empty where it has none, and the item's place in its run's list. */
    cause: text("cause").notNull().default(""),
    place: sortedText("place").notNull().default(""),
    /** Since when something of it has waited without a break. */
    waitingSince: instant("waiting_since").notNull().default(sql`now()`),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programSyncId, t.kind, t.key] }),
    index("positions_customer").on(t.orgId, t.programSyncId, t.customerId),
    index("positions_subscription").on(t.orgId, t.programSyncId, t.subscriptionId),
    index("positions_outstanding")
      .on(t.orgId, t.programSyncId, t.kind)
      .where(sql`outstanding is not null or unacknowledged`),
    index("positions_waiting")
      .on(t.orgId, t.waits, t.programSyncId, t.kind, t.cause, t.place, t.key)
      .where(sql`waits is not null`),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
  ],
);

/**
 * The PSA lines that we made or adopted: the stored id comes first, the reference in the PSA serves recovery. In
 * Autotask several keys share one contract service.
 */
export const agreementLines = pgTable(
  "agreement_lines",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id").notNull(),
    psaAgreementId: text("psa_agreement_id").notNull(),
    psaLineId: text("psa_line_id").notNull(),
    key: text("key").notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.connectionId, t.psaAgreementId, t.psaLineId, t.key] }),
    index("agreement_lines_key").on(t.orgId, t.connectionId, t.key),
  ],
);
