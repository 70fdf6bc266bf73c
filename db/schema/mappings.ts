import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, day, id, instant, orgId, updatedAt, version } from "./columns";
import { customers } from "./customers";
import { programSyncs } from "./program-syncs";

export const pricingStrategies = ["cost_and_retail", "cost_only", "quantity_only"] as const;

/** Customer → PSA company and agreement. */
export const mappings = pgTable(
  "mappings",
  {
    orgId: orgId(),
    id: id(),
    programSyncId: uuid("program_sync_id").notNull(),
    customerId: uuid("customer_id").notNull(),
    psaCompanyId: text("psa_company_id").notNull(),
    psaAgreementId: text("psa_agreement_id").notNull(),
    /** Of the same company: the one-time agreement or fixed-price contract that takes annual payments. */
    annualAgreementId: text("annual_agreement_id"),
    pricingStrategy: text("pricing_strategy", { enum: pricingStrategies })
      .notNull()
      .default("cost_and_retail"),
    enabled: boolean("enabled").notNull().default(true),
    /** Invoices whose usage starts before this day are not brought to the PSA. */
    beginFrom: day("begin_from").notNull(),
    /** When the last sync began that took the mapping up and came to its end; null: none has. */
    syncedAt: instant("synced_at"),
    version: version(),
    updatedBy: uuid("updated_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique("mappings_customer").on(t.orgId, t.programSyncId, t.customerId),
    index("mappings_to_sync")
      .on(t.orgId, t.programSyncId)
      .where(sql`enabled and (synced_at is null or synced_at < updated_at)`),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
    foreignKey({ columns: [t.orgId, t.customerId], foreignColumns: [customers.orgId, customers.id] }),
  ],
);
