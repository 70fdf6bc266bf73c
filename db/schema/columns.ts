import { sql } from "drizzle-orm";
import { customType, date, integer, numeric, timestamp, uuid } from "drizzle-orm/pg-core";

/** Every row of the business belongs to one organisation, and its keys carry that organisation. */
export const orgId = () => uuid("org_id").notNull();
export const id = () => uuid("id").notNull().default(sql`gen_random_uuid()`);
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
export const createdAt = () => instant("created_at").notNull().default(sql`now()`);
export const updatedAt = () => instant("updated_at").notNull().default(sql`now()`);
/** Billing dates are plain dates, read and written as YYYY-MM-DD. */
export const day = (name: string) => date(name, { mode: "string" });
/** Money and quantities are exact; read and written as text. */
export const decimal = (name: string) => numeric(name);
/** Counts up with every change, so that the second of two editors can be told. */
export const version = () => integer("version").notNull().default(1);
/** Compared byte by byte, whatever the database's language: an order that an index can follow. */
export const sortedText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
