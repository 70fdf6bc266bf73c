import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../calendar/boundary";
import { dayBefore, earlier, later } from "../calendar/dates";
import { clipSegments } from "../timeline/timeline";
import type { PlanIssue } from "../types";
import type { Contract } from "./contract";
import type { Judged } from "./members/judged";
import type { Reading } from "./members/shares";
import type { ContractInput } from "./types";

/**
 * Whether the contract's end may be moved. `earliestEnd`: its earliest end from which it may be; an older one is for a person,
 * since a contract that nobody has missed for so long was rather ended than forgotten.
 */
export type Extension = { allowed: boolean; earliestEnd: IsoDate | null };

/**
 * The bound: a contract is extended where at most one whole billing period lies between its end and the oldest day that
 * is to be written. Without such a day nothing needs its end moved.
 */
export function boundExtension(
  { agreement, extend }: ContractInput,
  readings: Reading[],
  calendar: BillingCalendar,
): Extension {
  const oldest = oldestDay(readings, calendar.boundary);
  if (!extend || oldest === null || agreement.endDate === null) return { allowed: extend, earliestEnd: null };
  const before = calendar.periodOf(dayBefore(calendar.periodOf(oldest).from));
  const earliestEnd = dayBefore(before.from);
  return { allowed: agreement.endDate >= earliestEnd, earliestEnd };
}

function oldestDay(readings: Reading[], boundary: IsoDate): IsoDate | null {
  const days = readings.flatMap(({ invoiced }) => {
    const [first] = clipSegments(invoiced?.segments ?? [], boundary, null);
    return first ? [first.from] : [];
  });
  return days.length > 0 ? days.reduce(earlier) : null;
}

/** The end of the period that holds the last invoiced day, where that lies after the contract's end. */
export function findExtension(members: Judged[], { input, calendar, extension }: Contract): IsoDate | null {
  const { endDate } = input.agreement;
  if (!extension.allowed || endDate === null) return null;
  const lastDays = members.flatMap(({ stop, invoiced }) =>
    stop ? [] : (invoiced?.segments.at(-1)?.to ?? []),
  );
  const last = lastDays.reduce(later, endDate);
  return last > endDate && last >= calendar.boundary ? calendar.periodOf(last).to : null;
}

/** Says with an end that stops a member why it was not moved, though the setting moves ends. */
export function tellBound(issues: PlanIssue[], { extension, input }: Contract): PlanIssue[] {
  const { earliestEnd, allowed } = extension;
  if (allowed || !input.extend || earliestEnd === null) return issues;
  return issues.map((issue) =>
    issue.code === "agreement_ended" ? { ...issue, facts: { ...issue.facts, earliestEnd } } : issue,
  );
}
