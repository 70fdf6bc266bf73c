import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { positions, syncItems, syncRuns } from "@/db/schema";
import { readWaitingRetries } from "./item-standing";

type OfProduct = { orgId: string; programSyncId: string; productId: string };

/** What fails, or is held, for want of a link. */
const linkCauses = [
  "product_not_linked",
  "source_product_not_found",
  "source_product_ambiguous",
  "psa_duplicate_name",
];

/** The customers' lines that wait for a product's link and that no retry is on its way for. */
export async function listLinesOfProduct(
  tx: Transaction,
  { orgId, programSyncId, productId }: OfProduct,
): Promise<{ key: string; customerId: string | null }[]> {
  const rows = await tx
    .select({ key: positions.key, customerId: positions.customerId })
    .from(positions)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, positions.orgId), eq(syncRuns.id, positions.runId)))
    .innerJoin(
      syncItems,
      and(
        eq(syncItems.orgId, positions.orgId),
        eq(syncItems.itemMonth, syncRuns.itemMonth),
        eq(syncItems.id, positions.itemId),
      ),
    )
    .where(
      and(
        eq(positions.orgId, orgId),
        eq(positions.programSyncId, programSyncId),
        eq(positions.kind, "customers"),
        isNotNull(positions.outstanding),
        sql`${positions.waits} is not null`,
        inArray(positions.cause, linkCauses),
        eq(syncItems.productId, productId),
      ),
    )
    .orderBy(positions.key);
  const of = { orgId, programSyncId, kind: "customers" as const };
  const keys = rows.map(({ key }) => key);
  const retried = keys.length > 0 ? await readWaitingRetries(tx, of, keys) : new Map();
  return rows.filter(({ key }) => !retried.has(key));
}

/** How many lines, of how many customers, wait for a product's link. */
export async function countLinesOfProduct(
  db: Database,
  of: OfProduct,
): Promise<{ lines: number; customers: number }> {
  const rows = await inOrg(db, of.orgId, (tx) => listLinesOfProduct(tx, of));
  return { lines: rows.length, customers: new Set(rows.map(({ customerId }) => customerId)).size };
}
