import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { invoices } from "@/db/schema";

/** PRISM no longer lists these: they are not planned any more. What they brought to the PSA stays as confirmed. */
export async function voidInvoices(db: Database, of: { orgId: string; invoiceIds: string[] }): Promise<void> {
  if (of.invoiceIds.length === 0) return;
  await inOrg(db, of.orgId, (tx) =>
    tx
      .update(invoices)
      .set({ state: "void" })
      .where(
        and(eq(invoices.orgId, of.orgId), inArray(invoices.id, of.invoiceIds), eq(invoices.state, "current")),
      ),
  );
}
