import { type Database, inOrg } from "@/db/client";
import { listLinesOfCustomers, type OfSync } from "./bills";
import { listPositions } from "./positions";

/** What is billed to these customers on these invoices, and where their keys stand. */
export async function readBilledCustomers(
  db: Database,
  of: OfSync & { customerIds: string[]; invoiceIds: string[] },
) {
  return inOrg(db, of.orgId, async (tx) => ({
    lines: of.invoiceIds.length === 0 ? [] : await listLinesOfCustomers(tx, of),
    positions: await listPositions(tx, of),
  }));
}
