import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, orgId } from "./columns";
import { organisations } from "./organisations";

export const taskKinds = [
  "test_connection",
  "test_source",
  "refresh_directory",
  "refresh_customers",
  "read_other_lines",
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Something short that only the worker can do, asked for by a person. */
export const tasks = pgTable(
  "tasks",
  {
    orgId: orgId(),
    id: id(),
    kind: text("kind", { enum: taskKinds }).notNull(),
    /** The connection or the source. */
    subjectId: uuid("subject_id").notNull(),
    state: text("state", { enum: ["queued", "done", "failed"] })
      .notNull()
      .default("queued"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull().default(sql`now()`),
    requestedBy: uuid("requested_by"),
    /** An issue code and its facts, when it failed. */
    failure: jsonb("failure").$type<{ code: string; facts: Record<string, string> }>(),
    finishedAt: instant("finished_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("tasks_one_queued").on(t.orgId, t.kind, t.subjectId).where(sql`state = 'queued'`),
    index("tasks_latest").on(t.orgId, t.subjectId, t.createdAt.desc().nullsFirst()),
    index("tasks_due").on(t.dueAt).where(sql`state = 'queued'`),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
  ],
);
