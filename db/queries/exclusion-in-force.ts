import { type SQL, sql } from "drizzle-orm";
import { exclusions, organisations } from "@/db/schema";

/** Whether an exclusion still holds: its last day is not over by its organisation's calendar. */
export function exclusionInForce(): SQL {
  return sql`(${exclusions.expiresOn} is null or ${exclusions.expiresOn} >= (
    select (clock_timestamp() at time zone o.time_zone)::date from ${organisations} o where o.id = ${exclusions.orgId}
  ))`;
}
