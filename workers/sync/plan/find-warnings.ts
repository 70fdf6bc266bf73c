import type { DecimalText } from "@/lib/values";
import { nextDay } from "./calendar/dates";
import { Exact } from "./exact";
import { warn } from "./issues";
import { alignTimelines } from "./timeline/align";
import type { Invoiced } from "./timeline/from-bills";
import { satisfies } from "./timeline/timeline";
import type { PlanIssue, Segment } from "./types";

/** Prices and costs that change from one day to the next inside an invoiced period. */
export function findPriceChanges(invoiced: Invoiced): PlanIssue[] {
  return invoiced.segments.flatMap((step, i) => {
    const before = invoiced.segments[i - 1];
    if (!before?.to || nextDay(before.to) !== step.from || invoiced.periodStarts.has(step.from)) return [];
    return [
      ...priceChange("price_changed_mid_period", before.unitPrice, step.unitPrice, step.from),
      ...priceChange("cost_changed_mid_period", before.unitCost, step.unitCost, step.from),
    ];
  });
}

function priceChange(
  code: string,
  old: DecimalText | null,
  now: DecimalText | null,
  date: string,
): PlanIssue[] {
  return old === null || now === null || old === now ? [] : [warn(code, { old, new: now, date })];
}

/** Steps that are sold for less than they cost, each pair of prices once. */
export function findPricesBelowCost(wanted: Segment[]): PlanIssue[] {
  const seen = new Set<string>();
  return wanted.flatMap(({ from, unitCost, unitPrice }) => {
    if (unitCost === null || unitPrice === null || seen.has(`${unitCost} ${unitPrice}`)) return [];
    seen.add(`${unitCost} ${unitPrice}`);
    if (new Exact(unitPrice).gte(unitCost)) return [];
    return [warn("price_below_cost", { price: unitPrice, cost: unitCost, date: from })];
  });
}

/**
 * The first days on which the PSA bills something that neither was confirmed nor is wanted now, so that it is set back.
 * An edit that comes to what the invoice says needs no warning.
 */
export function findDrift(
  confirmed: Segment[],
  before: Segment[],
  after: Segment[],
  boundary: string,
): PlanIssue[] {
  for (const { from, steps } of alignTimelines([confirmed, before, after], boundary, null)) {
    const [was = null, now = null, wanted = null] = steps;
    const field = differingField(was, now);
    if (field && differingField(wanted, now)) {
      return [
        warn("quantity_drift", { date: from, field, was: was?.[field] ?? "0", now: now?.[field] ?? "0" }),
      ];
    }
  }
  return [];
}

/** The field in which `actual` is not what `meant` says; a null in `meant` is not compared. */
function differingField(meant: Segment | null, actual: Segment | null) {
  if (!meant || !actual) return meant || actual ? "quantity" : null;
  if (satisfies(actual, meant)) return null;
  if (meant.quantity !== actual.quantity) return "quantity";
  return meant.unitPrice !== null && meant.unitPrice !== actual.unitPrice ? "unitPrice" : "unitCost";
}
