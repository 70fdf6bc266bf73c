import type { ScopeInvoice } from "@/db/queries/runs/bills";
import type { ItemOutcome, RunCounts } from "@/db/schema";
import { Exact } from "../plan/exact";
import type { InvoiceShare } from "./item-draft";

export type Bucket = "applied" | "planned" | "unchanged" | "held" | "skipped" | "failed";

type Entry = { invoice: ScopeInvoice; sums: Record<Bucket, Exact>; lineCount: number };

export type TieOut = {
  invoice: ScopeInvoice;
  total: string;
  sums: Record<Bucket, string>;
  lineCount: number;
  ties: boolean;
};

/** Adds up, for each invoice of a run, where each cent went; and counts items by outcome. */
export class Ledger {
  readonly counts: RunCounts = {
    applied: 0,
    planned: 0,
    unchanged: 0,
    held: 0,
    skipped: 0,
    failed: 0,
    unknown: 0,
    warnings: 0,
    created: 0,
  };
  private readonly entries = new Map<string, Entry>();

  /** `wholeInvoices` false: a retry, whose total is that of the lines it looked at. */
  constructor(
    invoices: ScopeInvoice[],
    private readonly wholeInvoices: boolean,
  ) {
    for (const invoice of invoices)
      this.entries.set(invoice.id, { invoice, sums: emptySums(), lineCount: 0 });
  }

  /** Books invoice lines under an outcome; an unknown outcome counts as failed money. */
  book(outcome: ItemOutcome, shares: InvoiceShare[]): void {
    const bucket = outcome === "unknown" ? "failed" : outcome;
    for (const share of shares) {
      const entry = this.entries.get(share.invoiceId);
      if (!entry) continue;
      entry.sums[bucket] = entry.sums[bucket].plus(share.costAmount);
      entry.lineCount += share.lineCount;
    }
  }

  count(outcome: ItemOutcome, warnings: number): void {
    this.counts[outcome] += 1;
    this.counts.warnings += warnings;
  }

  /** Nothing was counted, and there is no invoice to account for. */
  isEmpty(): boolean {
    return this.entries.size === 0 && Object.values(this.counts).every((count) => count === 0);
  }

  /** What no item took up counts as failed: only a run that was stopped leaves any. */
  bookRestAsFailed(): void {
    for (const entry of this.entries.values()) {
      const rest = new Exact(entry.invoice.linesTotal).minus(sumOf(entry.sums));
      entry.sums.failed = entry.sums.failed.plus(rest);
      entry.lineCount = entry.invoice.lineCount;
    }
  }

  /** The one currency of all invoices; null: none, or several, which are never put together. */
  currency(): string | null {
    const currencies = new Set([...this.entries.values()].map((entry) => entry.invoice.currency));
    const [only] = currencies;
    return currencies.size === 1 && only !== undefined ? only : null;
  }

  tieOuts(): TieOut[] {
    return [...this.entries.values()]
      .filter((entry) => this.wholeInvoices || entry.lineCount > 0)
      .map((entry) => {
        const booked = sumOf(entry.sums);
        const total = this.wholeInvoices ? new Exact(entry.invoice.linesTotal) : booked;
        const wholeCount = this.wholeInvoices ? entry.invoice.lineCount : entry.lineCount;
        return {
          invoice: entry.invoice,
          total: total.toFixed(),
          sums: textSums(entry.sums),
          lineCount: entry.lineCount,
          ties: booked.equals(total) && entry.lineCount === wholeCount,
        };
      });
  }
}

function emptySums(): Record<Bucket, Exact> {
  const zero = new Exact(0);
  return { applied: zero, planned: zero, unchanged: zero, held: zero, skipped: zero, failed: zero };
}

function sumOf(sums: Record<Bucket, Exact>): Exact {
  return Object.values(sums).reduce((total, part) => total.plus(part), new Exact(0));
}

function textSums(sums: Record<Bucket, Exact>): Record<Bucket, string> {
  return {
    applied: sums.applied.toFixed(),
    planned: sums.planned.toFixed(),
    unchanged: sums.unchanged.toFixed(),
    held: sums.held.toFixed(),
    skipped: sums.skipped.toFixed(),
    failed: sums.failed.toFixed(),
  };
}
