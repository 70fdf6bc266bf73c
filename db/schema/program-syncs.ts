import { sql } from "drizzle-orm";
import { boolean, foreignKey, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, decimal, id, orgId, updatedAt, version } from "./columns";
import { connections } from "./connections";
import { programs } from "./programs";

export const productModes = ["all", "in_use"] as const;
export type ProductMode = (typeof productModes)[number];

export const handEditPolicies = ["overwrite", "keep", "ask"] as const;
export type HandEditPolicy = (typeof handEditPolicies)[number];

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
    /** Azure usage and annual payments become charges; off: they are skipped, and it is said. */
    azureEnabled: boolean("azure_enabled").notNull().default(false),
    annualEnabled: boolean("annual_enabled").notNull().default(false),
    /** What becomes of a quantity or price that a person changed in the PSA. */
    handEdits: text("hand_edits", { enum: handEditPolicies }).notNull().default("overwrite"),
    /** A change of one subscription beyond any of these is held; null: no limit. Money is partner cost a month. */
    guardQuantity: integer("guard_quantity"),
    guardMoney: decimal("guard_money"),
    guardPercent: integer("guard_percent"),
    /** Autotask: a contract that ends before the invoiced days is extended, to the end of its period. */
    extendContracts: boolean("extend_contracts").notNull().default(false),
    /** Autotask: what new services and charges are booked under, by the PSA's ids. */
    serviceBillingCodeId: text("service_billing_code_id"),
    chargeBillingCodeId: text("charge_billing_code_id"),
    vendorId: text("vendor_id"),
    /** The contract agreement whose price list owns the prices; null: the first that names a product. */
    priceContractAgreementId: text("price_contract_agreement_id"),
    /** Who is told; every mail of this program sync goes to each of them. */
    notifyAddresses: text("notify_addresses").array().notNull().default(sql`'{}'`),
    /** Of these, who asked to get no more mails about what waits for review; failures reach them all the same. */
    reviewStops: text("review_stops").array().notNull().default(sql`'{}'`),
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
