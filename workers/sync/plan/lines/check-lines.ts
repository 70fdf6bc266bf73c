import type { IsoDate } from "@/lib/values";
import type { AgreementLine } from "@/workers/connectors/psa";
import { later } from "../calendar/dates";
import { canonical } from "../exact";
import { fail, hold, warn } from "../issues";
import { clipSegments } from "../timeline/timeline";
import type { PlanIssue, Segment } from "../types";
import { findOverlap, type SortedLines } from "./own-lines";

/** Two lines of ours for the same days: a person has to say which one is meant. */
export function checkOverlap({ open }: SortedLines, boundary: IsoDate): PlanIssue[] {
  const overlap = findOverlap(open, boundary);
  if (!overlap) return [];
  return [severalLines(overlap, later(overlap[1].from, boundary))];
}

export function severalLines(lines: AgreementLine[], date?: IsoDate): PlanIssue {
  return fail("several_open_lines", { lineIds: lines.map((line) => line.id).join(", "), date });
}

/**
 * Lines that would bill the same licences beside ours. Once a line of ours bills, another one for the item is none of
 * our business: a person keeps it on purpose. A line of ours that was set to "do not bill" keeps its days, so that no
 * other can take them until a person ends it.
 */
export function findForeignLines(lines: SortedLines, wanted: Segment[], boundary: IsoDate): PlanIssue[] {
  if (wanted.length === 0) return [];
  const silent = lines.silent.filter(
    ({ from, to }) => clipSegments(wanted, later(from, boundary), to).length > 0,
  );
  const weBill = lines.billable.some(({ quantity }) => canonical(quantity) !== "0");
  return [...silent, ...(weBill ? [] : lines.strangers)].map(({ id, quantity, from, itemName, billable }) =>
    hold("existing_line", { lineId: id, quantity, from, name: itemName, billable: billable ? null : "no" }),
  );
}

/** A line that we remember is gone and none of ours bills in its place, so that it is made again. */
export function findDeletedLines({ open, goneIds }: SortedLines, wanted: Segment[]): PlanIssue[] {
  if (goneIds.length === 0 || open.length > 0 || wanted.length === 0) return [];
  return [warn("psa_line_deleted", { lineId: goneIds.join(", ") })];
}
