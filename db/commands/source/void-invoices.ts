import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { invoices } from "@/db/schema";
import { reopenPositions } from "./reopen-positions";

/**
 * PRISM no longer lists these: they are not planned any more. What they brought to the PSA stays, and what another
 * invoice says of their days is looked at anew.
 */
export async function voidInvoices(db: Database, of: { orgId: string; invoiceIds: string[] }): Promise<void> {
  if (of.invoiceIds.length === 0) return;
  await inOrg(db, of.orgId, async (tx) => {
    const gone = await tx
      .update(invoices)
      .set({ state: "void" })
      .where(
        and(eq(invoices.orgId, of.orgId), inArray(invoices.id, of.invoiceIds), eq(invoices.state, "current")),
      )
      .returning({ invoiceId: invoices.id });
    for (const { invoiceId } of gone) {
      await reopenPositions(tx, { orgId: of.orgId, invoiceId, replaces: null });
    }
  });
}
