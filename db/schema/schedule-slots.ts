import { foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, day, orgId } from "./columns";
import { programSyncs } from "./program-syncs";
import { syncKinds } from "./sync-runs";

/** A day's check of one program sync and kind; the key makes sure that it is asked for once. */
export const scheduleSlots = pgTable(
  "schedule_slots",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    kind: text("kind", { enum: syncKinds }).notNull(),
    /** The organisation's calendar day. */
    slot: day("slot").notNull(),
    runId: uuid("run_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programSyncId, t.kind, t.slot] }),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
  ],
);
