import { lineFrom } from "@/sandbox/world/amounts";
import type { PrismInvoiceLineSeed, World } from "@/sandbox/world/seed";
import { benchMonth } from "./bench-month";
import { changedLines } from "./minimum";
import type { Psa } from "./options";
import type { LargeSandboxes } from "./sandboxes";

/**
 * PRISM corrects the invoice: of one line in a hundred the quantity grows by one. In Autotask from the middle of the
 * month on, because it takes no second change of a day that it has changed before.
 */
export async function changeInvoice({ control }: LargeSandboxes, psa: Psa, world: World): Promise<void> {
  const [invoice] = world.prism.months[0]?.invoices ?? [];
  if (!invoice) throw new Error("The world has no invoice.");
  const changed = changedLines(invoice.lines.length).flatMap((index) => {
    const line = invoice.lines[index];
    return line ? [{ row: index + 1, line }] : [];
  });
  const middle = benchMonth.replace(/01$/, "16");
  const changeLines = changed.map(({ row, line }) => ({
    row,
    ...(psa === "connectwise"
      ? more(line)
      : lineFrom({ ...line, chargeEnd: benchMonth.replace(/01$/, "15") })),
  }));
  const addLines =
    psa === "connectwise" ? [] : changed.map(({ line }) => more({ ...line, chargeStart: middle }));
  await control.edit("prism", "invoices", invoice.invoiceId, { changeLines, addLines });
}

function more(line: PrismInvoiceLineSeed): PrismInvoiceLineSeed {
  return lineFrom({ ...line, quantity: String(Number(line.quantity) + 1) });
}
