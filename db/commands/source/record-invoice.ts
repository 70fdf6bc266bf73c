import { createHash, randomUUID } from "node:crypto";
import { Decimal } from "decimal.js";
import { and, eq, ne, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { invoiceLines, invoices } from "@/db/schema";
import type { DecimalText, IsoDate } from "@/lib/values";
import { reopenPositions } from "./reopen-positions";

export type InvoiceHeader = {
  orgId: string;
  programId: string;
  sourceInvoiceId: string;
  contractAgreementId: string;
  periodStart: IsoDate;
  periodEnd: IsoDate;
  /** null when PRISM gives none; then the sum of the lines stands in. */
  statedTotal: DecimalText | null;
  currency: string;
};

export type InvoiceLineRow = Omit<typeof invoiceLines.$inferInsert, "orgId" | "invoiceId">;

/** The lines do not add up to the stated total, so nothing of the invoice was kept. */
export class InvoiceDoesNotTie extends Error {
  constructor(
    readonly sourceInvoiceId: string,
    readonly statedTotal: DecimalText,
    readonly linesTotal: DecimalText,
  ) {
    super("The invoice's lines do not add up to its total.");
    this.name = "InvoiceDoesNotTie";
  }
}

/**
 * Stores an invoice with its lines as they stream in, whole or not at all. The same content under the same id
 * is the same invoice; other content supersedes it. Answers the number of lines. Throws InvoiceDoesNotTie; errors of the
 * stream pass through.
 */
export async function recordInvoice(
  db: Database,
  header: InvoiceHeader,
  batches: AsyncIterable<InvoiceLineRow[]>,
): Promise<number> {
  const { orgId } = header;
  return inOrg(db, orgId, async (tx) => {
    const invoiceId = randomUUID();
    await tx.insert(invoices).values({
      ...header,
      id: invoiceId,
      contentHash: `pending:${invoiceId}`,
      linesTotal: "0",
      lineCount: 0,
      fetchedAt: sql`clock_timestamp()`,
    });
    const content = await storeLines(tx, orgId, invoiceId, batches);
    if (header.statedTotal !== null && !content.total.equals(header.statedTotal)) {
      throw new InvoiceDoesNotTie(header.sourceInvoiceId, header.statedTotal, content.total.toFixed());
    }
    await settle(tx, header, invoiceId, content);
    return content.lineCount;
  });
}

type Content = { hash: string; total: Decimal; lineCount: number };

async function storeLines(
  tx: Transaction,
  orgId: string,
  invoiceId: string,
  batches: AsyncIterable<InvoiceLineRow[]>,
): Promise<Content> {
  const hash = createHash("sha256");
  let total = new Decimal(0);
  let lineCount = 0;
  for await (const lines of batches) {
    if (lines.length === 0) continue;
    await insertRows(
      tx,
      invoiceLines,
      lines.map((line) => ({ ...line, orgId, invoiceId })),
    );
    for (const line of lines) {
      total = total.plus(line.costAmount);
      hash.update(lineContent(line));
    }
    lineCount += lines.length;
  }
  return { hash: hash.digest("hex"), total, lineCount };
}

function lineContent(line: InvoiceLineRow): string {
  const { subscriptionId, offerName, chargeStart, chargeEnd, quantity, unitCost, unitPrice } = line;
  return `${JSON.stringify([
    subscriptionId,
    offerName,
    chargeStart,
    chargeEnd,
    quantity,
    unitCost,
    unitPrice,
    line.billableRatio,
    line.costAmount,
    line.priceAmount,
  ])}\n`;
}

async function settle(
  tx: Transaction,
  header: InvoiceHeader,
  invoiceId: string,
  content: Content,
): Promise<void> {
  const { orgId, programId, sourceInvoiceId } = header;
  const same = and(
    eq(invoices.orgId, orgId),
    eq(invoices.programId, programId),
    eq(invoices.sourceInvoiceId, sourceInvoiceId),
  );
  const versions = await tx
    .select({ id: invoices.id, contentHash: invoices.contentHash, state: invoices.state })
    .from(invoices)
    .where(and(same, ne(invoices.id, invoiceId)));
  const contentHash = `${header.statedTotal ?? ""}:${content.hash}`;
  const known = versions.find((version) => version.contentHash === contentHash);
  const replaces = versions.find((version) => version.state === "current")?.id ?? null;
  if (known) await dropInvoice(tx, orgId, invoiceId);
  else {
    await tx
      .update(invoices)
      .set({ contentHash, linesTotal: content.total.toFixed(), lineCount: content.lineCount })
      .where(and(eq(invoices.orgId, orgId), eq(invoices.id, invoiceId)));
  }
  const inForce = known?.id ?? invoiceId;
  if (inForce === replaces) return;
  await tx
    .update(invoices)
    .set({ state: sql`case when ${invoices.id} = ${inForce} then 'current' else 'superseded' end` })
    .where(same);
  await reopenPositions(tx, { orgId, invoiceId: inForce, replaces });
}

async function dropInvoice(tx: Transaction, orgId: string, invoiceId: string): Promise<void> {
  await tx
    .delete(invoiceLines)
    .where(and(eq(invoiceLines.orgId, orgId), eq(invoiceLines.invoiceId, invoiceId)));
  await tx.delete(invoices).where(and(eq(invoices.orgId, orgId), eq(invoices.id, invoiceId)));
}
