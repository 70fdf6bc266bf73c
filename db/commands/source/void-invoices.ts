import { and, eq, gte, inArray, lte } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { invoices } from "@/db/schema";
import { reopenPositions } from "./reopen-positions";

/**
 * PRISM no longer lists these: they are not planned any more. What they brought to the PSA stays as confirmed, but for
 * what another invoice of the same days says otherwise.
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
      .returning();
    for (const invoice of gone) {
      for (const { id } of await findStandIns(tx, invoice)) {
        await reopenPositions(tx, { orgId: of.orgId, invoiceId: id, replaces: invoice.id });
      }
    }
  });
}

async function findStandIns(tx: Transaction, gone: typeof invoices.$inferSelect) {
  return tx
    .select({ id: invoices.id })
    .from(invoices)
    .where(
      and(
        eq(invoices.orgId, gone.orgId),
        eq(invoices.programId, gone.programId),
        eq(invoices.contractAgreementId, gone.contractAgreementId),
        eq(invoices.state, "current"),
        lte(invoices.periodStart, gone.periodStart),
        gte(invoices.periodEnd, gone.periodEnd),
      ),
    );
}
