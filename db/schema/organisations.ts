import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** The partner: the tenant of this portal. */
export const organisations = pgTable("organisations", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  /** IANA name; for schedules and display, never for billing dates. */
  timeZone: text("time_zone").notNull(),
  createdAt: createdAt(),
});
