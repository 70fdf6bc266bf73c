import { boolean, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, instant, orgId } from "./columns";
import { connections } from "./connections";

/** The cached directory of a PSA: what a person chooses from. Its age stands on the connection. */
export const psaCompanies = pgTable(
  "psa_companies",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id").notNull(),
    psaId: text("psa_id").notNull(),
    identifier: text("identifier").notNull(),
    name: text("name").notNull(),
    website: text("website"),
    taxIdentifier: text("tax_identifier"),
    inactive: boolean("inactive").notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.connectionId, t.psaId] }),
    index("psa_companies_name").on(t.orgId, t.connectionId, t.name, t.psaId),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);

export const psaAgreements = pgTable(
  "psa_agreements",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id").notNull(),
    psaId: text("psa_id").notNull(),
    psaCompanyId: text("psa_company_id").notNull(),
    name: text("name").notNull(),
    status: text("status", { enum: ["active", "ended", "cancelled", "inactive"] }).notNull(),
    startDate: day("start_date"),
    endDate: day("end_date"),
    nextInvoiceDate: day("next_invoice_date"),
    billed: text("billed", { enum: ["in_arrears", "in_advance", "as_posted"] }),
    prorates: boolean("prorates").notNull(),
    oneTime: boolean("one_time").notNull().default(false),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.connectionId, t.psaId] }),
    index("psa_agreements_company").on(t.orgId, t.connectionId, t.psaCompanyId),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);

/** What products of the price list may be linked to by hand: the items of ConnectWise, the services of Autotask. */
export const psaItems = pgTable(
  "psa_items",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id").notNull(),
    psaId: text("psa_id").notNull(),
    identifier: text("identifier").notNull(),
    name: text("name").notNull(),
    vendorSku: text("vendor_sku"),
    inactive: boolean("inactive").notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.connectionId, t.psaId] }),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);

export const choiceKinds = ["service_billing_code", "charge_billing_code", "vendor"] as const;

/** What the settings of a program sync choose from. */
export const psaChoices = pgTable(
  "psa_choices",
  {
    orgId: orgId(),
    connectionId: uuid("connection_id").notNull(),
    kind: text("kind", { enum: choiceKinds }).notNull(),
    psaId: text("psa_id").notNull(),
    name: text("name").notNull(),
    inactive: boolean("inactive").notNull(),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.connectionId, t.kind, t.psaId] }),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);
