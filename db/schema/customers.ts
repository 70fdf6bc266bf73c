import { boolean, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, orgId } from "./columns";
import { programs } from "./programs";

/** A PRISM customer's tenant under one contract agreement of a program; under two of them it is two customers. */
export const customers = pgTable(
  "customers",
  {
    orgId: orgId(),
    id: id(),
    programId: uuid("program_id").notNull(),
    contractAgreementId: text("contract_agreement_id").notNull(),
    tenantId: text("tenant_id").notNull(),
    sourceCustomerId: text("source_customer_id").notNull(),
    name: text("name").notNull(),
    registrationNumber: text("registration_number"),
    website: text("website"),
    tenantDomain: text("tenant_domain"),
    active: boolean("active").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique("customers_tenant").on(t.orgId, t.programId, t.contractAgreementId, t.tenantId),
    index("customers_name").on(t.orgId, t.programId, t.name, t.id),
    foreignKey({ columns: [t.orgId, t.programId], foreignColumns: [programs.orgId, programs.id] }),
  ],
);

/** What a customer holds, as PRISM's tenants call last told. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    orgId: orgId(),
    programId: uuid("program_id").notNull(),
    subscriptionId: text("subscription_id").notNull(),
    customerId: uuid("customer_id").notNull(),
    sourceProductId: text("source_product_id").notNull(),
    productName: text("product_name").notNull(),
    active: boolean("active").notNull(),
    usageBased: boolean("usage_based").notNull(),
    billedAnnually: boolean("billed_annually").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programId, t.subscriptionId] }),
    index("subscriptions_customer").on(t.orgId, t.customerId),
    foreignKey({ columns: [t.orgId, t.customerId], foreignColumns: [customers.orgId, customers.id] }),
  ],
);
