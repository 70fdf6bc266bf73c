import type { IsoDate } from "@/lib/values";
import type { AgreementLine } from "@/workers/connectors/psa";
import { later } from "../calendar/dates";
import { isOurReference } from "../charges/reference";
import type { SubscriptionInput } from "../types";

/** The agreement's lines as the planner of one key sees them. */
export type SortedLines = {
  /** Every line of ours, by first day. */
  own: AgreementLine[];
  /** Ours with days at or after the boundary; of them, those that the PSA bills, and those set to "do not bill". */
  open: AgreementLine[];
  billable: AgreementLine[];
  silent: AgreementLine[];
  /** Other tools' and people's lines for the same item with days at or after the boundary. */
  strangers: AgreementLine[];
  /** Ids that we remember and the PSA no longer has. */
  goneIds: string[];
};

export function sortLines(input: SubscriptionInput, boundary: IsoDate): SortedLines {
  const stored = new Set(input.storedLineIds);
  const own: AgreementLine[] = [];
  const strangers: AgreementLine[] = [];
  for (const line of input.lines) {
    if (stored.delete(line.id) || line.reference === input.key) own.push(line);
    else if (isStranger(line, input.itemId) && reaches(line, boundary)) strangers.push(line);
  }
  own.sort((a, b) => (a.from < b.from || (a.from === b.from && a.id < b.id) ? -1 : 1));
  const open = own.filter((line) => reaches(line, boundary));
  return {
    own,
    open,
    billable: open.filter((line) => line.billable),
    silent: open.filter((line) => !line.billable),
    strangers,
    goneIds: [...stored],
  };
}

/** Two lines of ours that share a day at or after the boundary; what is invoiced cannot be mended any more. */
export function findOverlap(open: AgreementLine[], boundary: IsoDate): [AgreementLine, AgreementLine] | null {
  let last: AgreementLine | null = null;
  for (const line of open) {
    if (last && (last.to === null || later(line.from, boundary) <= last.to)) return [last, line];
    last = line;
  }
  return null;
}

function reaches(line: AgreementLine, boundary: IsoDate): boolean {
  return (line.to === null || line.to >= boundary) && (line.to === null || line.to >= line.from);
}

function isStranger(line: AgreementLine, itemId: string): boolean {
  return line.billable && line.itemId === itemId && !isOurReference(line.reference);
}
