import type { BillingCalendar } from "../../calendar/boundary";
import { addMonths, dayBefore, earlier } from "../../calendar/dates";
import { amountText, type Exact } from "../../exact";
import { findProrationDifference } from "../../money/proration-difference";
import { clipSegments, sameTimeline } from "../../timeline/timeline";
import { ownedSteps } from "../../timeline/wanted";
import type { ProrationDifference, Segment } from "../../types";
import type { MemberPlan, ServicePlan } from "../types";
import type { Judged } from "./judged";

/** Cents that the rows of a shared service are rounded to otherwise than its members' units. */
export type Roundings = { unitCost: Exact | null; unitPrice: Exact | null };

/** Months before the first open day for which it is remembered whose days were billed; PRISM corrects younger invoices. */
const remembered = 25;

const firstDay = "0001-01-01";

type Around = {
  calendar: BillingCalendar;
  services: ServicePlan[];
  /** Every member of the contract. */
  members: Judged[];
  roundings: Roundings;
};

/** What a settled plan says of one member. */
export function reportMember(judged: Judged, around: Around): MemberPlan {
  const { member, before, wanted, stop, issues, owed } = judged;
  const { key } = member;
  const joined = around.services.filter(({ keys }) => keys.includes(key));
  const overwritten = stop?.kept && joined.some(({ adjustments }) => adjustments.length > 0);
  const common = {
    key,
    serviceId: joined.find(({ serviceId }) => serviceId !== null)?.serviceId ?? null,
    charges: [],
    boundary: around.calendar.boundary,
    before,
  };
  if (stop && !overwritten) {
    const stands = clipSegments(member.confirmed ?? [], around.calendar.boundary, null);
    const shown = member.kind === "standing" ? stands : stop.kind === "hold" ? wanted : before;
    return {
      ...common,
      kind: stop.kind,
      issues: stop.kept ? stop.issues : [...stop.issues, ...issues],
      after: shown,
      confirmed: [...knownBefore(judged, around.calendar), ...(stop.kept ? wanted : shown)],
      catchUp: null,
      prorationDifference: null,
    };
  }
  return {
    ...common,
    charges: owed.charges,
    kind: owed.charges.length > 0 || isWritten(judged, around) ? "change" : "unchanged",
    issues: [...issues, ...owed.issues],
    after: wanted,
    confirmed: [...knownBefore(judged, around.calendar), ...wanted],
    catchUp: owed.catchUp,
    prorationDifference: differenceOf(judged, around),
  };
}

/**
 * Of the billed days, what the PSA had billed for whom: whoever is planned later must not take them for another's, also
 * when PRISM corrects an older invoice. Of invoiced days as the services show it, of earlier ones as it was known.
 */
function knownBefore({ member, invoiced, billed, stop }: Judged, { boundary }: BillingCalendar): Segment[] {
  const lastDay = dayBefore(boundary);
  const known = clipSegments(member.confirmed ?? [], addMonths(boundary, -remembered), lastDay);
  if (!invoiced || stop) return known;
  const shown = ownedSteps(clipSegments(billed, invoiced.from, lastDay), member.strategy);
  return [...clipSegments(known, firstDay, earlier(lastDay, dayBefore(invoiced.from))), ...shown];
}

/** A service of its is adjusted, and for its sake or nobody else's. */
function isWritten(judged: Judged, { services, members }: Around): boolean {
  return services.some(({ keys, leaving, adjustments }) => {
    if (adjustments.length === 0) return false;
    const { key } = judged.member;
    if (leaving.includes(key)) return true;
    const changed = members.filter(
      ({ member, ...one }) => keys.includes(member.key) && changes({ member, ...one }),
    );
    return keys.includes(key) && (changed.length === 0 || changed.includes(judged));
  });
}

function changes({ stop, before, wanted }: Judged): boolean {
  return stop === null && !sameTimeline(before, wanted);
}

function differenceOf(
  { member, invoiced, wanted }: Judged,
  { calendar, roundings }: Around,
): ProrationDifference | null {
  const own = invoiced && findProrationDifference(invoiced, wanted, calendar, member.strategy);
  const costAmount = plus(own?.costAmount, roundings.unitCost);
  const priceAmount = plus(own?.priceAmount, roundings.unitPrice);
  return own || roundings.unitCost || roundings.unitPrice ? { costAmount, priceAmount } : null;
}

function plus(amount: string | null | undefined, rounding: Exact | null): string | null {
  if (!rounding) return amount ?? null;
  return amountText(rounding.plus(amount ?? 0));
}
