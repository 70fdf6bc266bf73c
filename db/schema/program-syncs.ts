import { sql } from "drizzle-orm";
import { boolean, foreignKey, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, orgId, updatedAt, version } from "./columns";
import { connections } from "./connections";
import { programs } from "./programs";

export const productModes = ["all", "in_use"] as const;
export type ProductMode = (typeof productModes)[number];

/** One program × one connection with its settings: an entry of the menu. */
export const programSyncs = pgTable(
  "program_syncs",
  {
    orgId: orgId(),
    id: id(),
    slug: text("slug").notNull(),
    programId: uuid("program_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    customersEnabled: boolean("customers_enabled").notNull().default(true),
    productsEnabled: boolean("products_enabled").notNull().default(true),
    productMode: text("product_mode", { enum: productModes }).notNull().default("in_use"),
    /** Who is told; every mail of this program sync goes to each of them. */
    notifyAddresses: text("notify_addresses").array().notNull().default(sql`'{}'`),
    /** Hour of the organisation's day at which PRISM is asked for a new invoice. */
    scheduleHour: integer("schedule_hour").notNull().default(6),
    staleAfterDays: integer("stale_after_days").notNull().default(35),
    version: version(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique("program_syncs_slug").on(t.orgId, t.slug),
    unique("program_syncs_pair").on(t.orgId, t.programId, t.connectionId),
    foreignKey({ columns: [t.orgId, t.programId], foreignColumns: [programs.orgId, programs.id] }),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);
