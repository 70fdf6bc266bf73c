import { pgTable } from "drizzle-orm/pg-core";
import { createdAt, day } from "./columns";

/** Months whose items and issues are kept no longer. Their runs, counts and tie-outs stay. */
export const droppedItemMonths = pgTable("dropped_item_months", {
  itemMonth: day("item_month").primaryKey(),
  createdAt: createdAt(),
});
