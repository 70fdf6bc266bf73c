import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../../calendar/boundary";
import { earlier, later } from "../../calendar/dates";
import { type Exact, Exact as ExactNumber } from "../../exact";
import { billedAmount, type Days, type PriceField } from "../../money/billed-amount";
import { alignTimelines } from "../../timeline/align";
import { mergeSegments, stepOn } from "../../timeline/timeline";
import type { Segment } from "../../types";
import { type Judged, shareOf } from "../members/judged";
import type { Placement } from "../services/assign-services";
import type { HeldService } from "../services/fit-group";

/**
 * The PSA rounds the amounts of a shared service's rows, which stand for all members at once. What these come to on the
 * invoiced days from the boundary on, less what the members' own units come to each for itself. null: a price is the
 * PSA's.
 */
export function findRowRounding(
  { group, parts }: Placement,
  services: ReadonlyMap<string, HeldService["held"]>,
  calendar: BillingCalendar,
  field: PriceField,
): Exact | null {
  const window = invoicedWindow(group.members, calendar.boundary);
  if (!window || !Array.isArray(parts)) return null;
  let rounding = new ExactNumber(0);
  for (const { serviceId, target } of parts) {
    const rows = cutRows(
      target,
      serviceId === null ? [] : (services.get(serviceId) ?? []),
      calendar.boundary,
    );
    const billed = billedAmount(rows, window, calendar, field);
    if (billed === null) return null;
    rounding = rounding.plus(billed);
  }
  for (const judged of group.members) {
    const alone = billedAmount(
      pricedBy(shareOf(judged), group.wanted, calendar.boundary),
      window,
      calendar,
      field,
    );
    if (alone === null) return null;
    rounding = rounding.minus(alone);
  }
  return rounding;
}

/** The days that the bills of the members that are planned speak of. */
function invoicedWindow(members: Judged[], boundary: IsoDate): Days | null {
  const told = members.flatMap(({ stop, invoiced }) => (stop || !invoiced ? [] : [invoiced]));
  const [first] = told;
  if (!first) return null;
  const from = told.reduce((day, one) => earlier(day, one.from), first.from);
  const to = told.reduce((day, one) => later(day, one.to), first.to);
  return to < boundary ? null : { from: later(from, boundary), to };
}

/** A row is cut where it was before, also where both parts now bill the same. */
function cutRows(target: Segment[], held: Segment[], boundary: IsoDate): Segment[] {
  return alignTimelines([target, held], boundary, null).flatMap(({ from, to, steps: [step] }) =>
    step ? [{ ...step, from, to }] : [],
  );
}

/** Where a member leaves a price to the PSA, the service has that of the others. */
function pricedBy(share: Segment[], group: Segment[], boundary: IsoDate): Segment[] {
  const priced = alignTimelines([share, group], boundary, null).flatMap(({ from, to, steps: [step] }) => {
    if (!step) return [];
    const { unitCost, unitPrice } = stepOn(group, from) ?? step;
    return [{ ...step, from, to, unitCost, unitPrice }];
  });
  return mergeSegments(priced);
}
