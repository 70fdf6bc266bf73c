import { and, eq, lt, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { products } from "@/db/schema";
import type { DecimalText } from "@/lib/values";

export type PriceListEntry = {
  sourceProductId: string;
  sku: string | null;
  name: string;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  trial: boolean;
};

const pageSize = 1_000;

/** Keeps a complete price list: what it names is listed, what it no longer names is marked as having left. */
export async function recordPriceList(
  db: Database,
  of: { orgId: string; programId: string },
  entries: PriceListEntry[],
): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    for (let start = 0; start < entries.length; start += pageSize) {
      await tx
        .insert(products)
        .values(
          entries
            .slice(start, start + pageSize)
            .map((entry) => ({ ...of, ...entry, listed: true, lastSeenAt: sql`now()` })),
        )
        .onConflictDoUpdate({
          target: [products.orgId, products.programId, products.sourceProductId],
          set: {
            sku: sql`excluded.sku`,
            name: sql`excluded.name`,
            unitCost: sql`excluded.unit_cost`,
            unitPrice: sql`excluded.unit_price`,
            trial: sql`excluded.trial`,
            listed: true,
            lastSeenAt: sql`excluded.last_seen_at`,
          },
        });
    }
    await tx
      .update(products)
      .set({ listed: false })
      .where(
        and(
          eq(products.orgId, of.orgId),
          eq(products.programId, of.programId),
          lt(products.lastSeenAt, sql`now()::timestamptz(3)`),
        ),
      );
  });
}
