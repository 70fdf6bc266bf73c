import { bigserial, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, orgId } from "./columns";

export const bells = ["run", "mail", "task"] as const;
export type Bell = (typeof bells)[number];

/** Written in the transaction that changes the state; the relay takes the row and rings the queue. */
export const outbox = pgTable(
  "outbox",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    orgId: orgId(),
    bell: text("bell", { enum: bells }).notNull(),
    subjectId: uuid("subject_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("outbox_org").on(t.orgId)],
);
