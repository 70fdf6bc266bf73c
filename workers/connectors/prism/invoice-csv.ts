import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { ApiError } from "@/lib/errors";
import type { SourceInvoiceLine } from "../source";
import type { PrismClient } from "./client";
import { service } from "./errors";
import {
  BadField,
  type InvoiceColumn,
  type InvoiceRow,
  invoiceColumns,
  readInvoiceLine,
} from "./invoice-line";

const batchSize = 1_000;

/**
 * The lines of an invoice in batches of 1,000, in the order of the file. Any row that cannot be read spoils the whole
 * invoice: `unreadable`, with the row as a spreadsheet counts it, the header being row 1.
 */
export async function* readInvoiceLines(
  client: PrismClient,
  invoiceId: string,
): AsyncGenerator<SourceInvoiceLine[]> {
  const path = `api/v1/me/invoice/${encodeURIComponent(invoiceId)}/csv`;
  const call = `GET /${path}`;
  const chunks = await client.file(path, "text/csv", (headers) => {
    const type = String(headers["content-type"] ?? "");
    if (/html|json/i.test(type)) throw malformed(call, `The invoice came as ${type}, not as a CSV file.`);
  });
  yield* parseInvoice(chunks, call);
}

/** As above, from the bytes of the file. `call` is named in errors. */
export async function* parseInvoice(
  chunks: AsyncIterable<Uint8Array>,
  call: string,
): AsyncGenerator<SourceInvoiceLine[]> {
  const parser = parse({ bom: true, skip_empty_lines: true });
  const source = Readable.from(chunks, { objectMode: false });
  // Whatever breaks the source breaks the parser, which throws it below.
  const flow = pipeline(source, parser).catch(() => {});
  let columns: number[] | null = null;
  let lineNumber = 0;
  let batch: SourceInvoiceLine[] = [];
  try {
    for await (const record of parser) {
      const fields: string[] = record;
      if (columns === null) {
        columns = findColumns(fields);
        continue;
      }
      lineNumber += 1;
      batch.push(readInvoiceLine(pick(fields, columns), lineNumber));
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw explain(error, call, lineNumber);
  } finally {
    source.destroy();
    parser.destroy();
    await flow;
  }
  if (columns === null) throw malformed(call, "The invoice's file is empty.");
  if (batch.length > 0) yield batch;
}

/** Where each of our columns stands. Throws BadHeader when one is missing or stands there twice. */
function findColumns(header: string[]): number[] {
  const names = header.map((name) => name.trim());
  return invoiceColumns.map((column) => {
    const at = names.indexOf(column);
    if (at === -1) throw new BadHeader(`the column ${column} is missing`);
    if (names.indexOf(column, at + 1) !== -1) throw new BadHeader(`the column ${column} is there twice`);
    return at;
  });
}

class BadHeader extends Error {}

function pick(fields: string[], columns: number[]): InvoiceRow {
  const at = (column: InvoiceColumn) => fields[columns[invoiceColumns.indexOf(column)] ?? -1] ?? "";
  return {
    SubscriptionId: at("SubscriptionId"),
    OfferName: at("OfferName"),
    ChargeStartDate: at("ChargeStartDate"),
    ChargeEndDate: at("ChargeEndDate"),
    UnitPrice: at("UnitPrice"),
    UnitPriceRrp: at("UnitPriceRrp"),
    Quantity: at("Quantity"),
    BillableRatio: at("BillableRatio"),
    SubTotal: at("SubTotal"),
    SubTotalRrp: at("SubTotalRrp"),
  };
}

function explain(error: unknown, call: string, lineNumber: number): unknown {
  if (error instanceof BadHeader) return malformed(call, `Row 1 of the invoice: ${error.message}.`, error);
  if (error instanceof BadField) {
    return malformed(call, `Row ${lineNumber + 1} of the invoice: ${error.message}.`, error);
  }
  if (!(error instanceof CsvError)) return error;
  const row = typeof error.records === "number" ? error.records + 1 : lineNumber + 2;
  return malformed(call, `Row ${row} of the invoice: it ${csvProblem(error.code)}.`, error);
}

function csvProblem(code: string): string {
  if (code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH") return "has another number of fields than the header";
  return code === "CSV_QUOTE_NOT_CLOSED"
    ? "has a quotation mark that is never closed"
    : "is not written as CSV";
}

function malformed(call: string, words: string, cause?: unknown): ApiError {
  return new ApiError({ service, kind: "unreadable", status: 200, call, words, cause });
}
