import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { listLinesOfProduct } from "@/db/queries/portal/lines-of-product";
import { requestPart } from "../runs/request-run";

type Asked = {
  orgId: string;
  programSyncId: string;
  connectionId: string;
  productId: string;
  requestedBy: string;
};

/** Queues a sync of just the lines that wait for a product's link; null: none does. Pressed twice, it is queued once. */
export async function syncLinesOfProduct(
  tx: Transaction,
  asked: Asked,
): Promise<{ runId: string; count: number } | null> {
  const { productId, ...of } = asked;
  // Two presses at once: the second finds the first one's run.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`retry:${of.programSyncId}:customers`}, 0))`,
  );
  const lines = await listLinesOfProduct(tx, asked);
  if (lines.length === 0) return null;
  const run = { ...of, kind: "customers", mode: "live", trigger: "person" } as const;
  const { runId } = await requestPart(
    tx,
    run,
    lines.map(({ key }) => key),
  );
  return { runId, count: lines.length };
}
