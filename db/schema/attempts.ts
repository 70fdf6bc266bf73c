import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** How often something was tried by or for a subject since its window began; before anybody is signed in. */
export const attempts = pgTable(
  "attempts",
  {
    kind: text("kind").notNull(),
    /** SHA-256 of an e-mail or network address. */
    subjectHash: text("subject_hash").notNull(),
    count: integer("count").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subjectHash] }), index("attempts_ended").on(t.endsAt)],
);
