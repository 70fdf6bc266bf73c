import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, orgId } from "./columns";
import { programSyncs } from "./program-syncs";

/** What a person wrote down about a line; it stays with it over all runs. */
export const notes = pgTable(
  "notes",
  {
    orgId: orgId(),
    id: id(),
    programSyncId: uuid("program_sync_id").notNull(),
    /** The subscription's id, or the key of an item that is of none. */
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    writtenBy: uuid("written_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("notes_subject").on(t.orgId, t.programSyncId, t.subject, t.createdAt),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
  ],
);
