import { findFirstBeginning, listVoidInvoices } from "@/db/queries/runs/known-invoices";
import { hold } from "../../plan/issues";
import type { ActiveRun } from "../../run/engine";
import { type ItemDraft, itemIdOf } from "../../run/item-draft";

/** One held item for each invoice that PRISM has withdrawn without another for its days: what it brought to the PSA stands. */
export async function draftVoidInvoices({
  context,
  engine,
}: Pick<ActiveRun, "context" | "engine">): Promise<ItemDraft[]> {
  const { orgId, id: programSyncId } = context.programSync;
  const begin = await findFirstBeginning(engine.db, { orgId, programSyncId });
  if (begin === null) return [];
  const gone = await listVoidInvoices(engine.db, { orgId, programId: context.program.id, begin });
  return gone.map(({ invoiceId, sourceInvoiceId }) => {
    const key = `invoice:${invoiceId}`;
    return {
      item: {
        id: itemIdOf(context.run.id, key),
        key,
        subject: "invoice_line",
        title: `Invoice ${sourceInvoiceId}`,
        outcome: "held",
        reason: "source_inconsistent",
        lineCount: 0,
      },
      issues: [hold("source_inconsistent", { invoice: sourceInvoiceId, reason: "void" })],
      position: { confirmedThrough: null, confirmed: null, open: false },
      money: [],
    };
  });
}
