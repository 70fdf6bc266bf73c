import { boolean, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, decimal, id, instant, orgId } from "./columns";
import { programSyncs } from "./program-syncs";
import { programs } from "./programs";

/** An entry of the PRISM price list. */
export const products = pgTable(
  "products",
  {
    orgId: orgId(),
    id: id(),
    programId: uuid("program_id").notNull(),
    sourceProductId: text("source_product_id").notNull(),
    /** Vendor SKU with its term prefix. */
    sku: text("sku"),
    name: text("name").notNull(),
    unitCost: decimal("unit_cost").notNull(),
    unitPrice: decimal("unit_price").notNull(),
    trial: boolean("trial").notNull(),
    /** False once it has left the price list. */
    listed: boolean("listed").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    unique("products_source").on(t.orgId, t.programId, t.sourceProductId),
    index("products_name").on(t.orgId, t.programId, t.name, t.id),
    foreignKey({ columns: [t.orgId, t.programId], foreignColumns: [programs.orgId, programs.id] }),
  ],
);

export const linkOrigins = ["sku", "created", "person"] as const;

/** Product → PSA item. The link holds by id, whatever a person renames the item to. */
export const productLinks = pgTable(
  "product_links",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    productId: uuid("product_id").notNull(),
    psaItemId: text("psa_item_id").notNull(),
    origin: text("origin", { enum: linkOrigins }).notNull(),
    syncedAt: instant("synced_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programSyncId, t.productId] }),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
    foreignKey({ columns: [t.orgId, t.productId], foreignColumns: [products.orgId, products.id] }),
  ],
);
