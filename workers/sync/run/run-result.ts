import type { InvoicedCost } from "@/db/schema";
import type { DraftIssue } from "./item-draft";
import { Ledger } from "./ledger";

/** What a run came to, before it is recorded as over. */
export type RunResult = {
  ledger: Ledger;
  /** Issues of the run itself. */
  issues: DraftIssue[];
  /** null: this run did not look. */
  notMapped: NotMapped | null;
  period: { start: string; end: string } | null;
  /** Set when the run was stopped before its end. */
  stoppedBy?: unknown;
};

/** The customers on the newest invoices without a mapping, and what they have there by currency. */
export type NotMapped = { customers: number; cost: InvoicedCost[] };

/** A run that looked at no invoice line. */
export function emptyResult(rest: Partial<Pick<RunResult, "issues" | "stoppedBy">> = {}): RunResult {
  return { ledger: new Ledger([], true), issues: [], notMapped: null, period: null, ...rest };
}
