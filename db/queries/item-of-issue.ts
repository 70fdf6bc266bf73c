import { and, eq } from "drizzle-orm";
import { issues, syncItems } from "@/db/schema";

/** Joins an issue to its item; by the month too, so that only one partition is read. */
export const itemOfIssue = and(
  eq(syncItems.orgId, issues.orgId),
  eq(syncItems.itemMonth, issues.itemMonth),
  eq(syncItems.id, issues.itemId),
);
