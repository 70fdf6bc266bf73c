import { Temporal } from "temporal-polyfill";
import { type LedgerContract, monthsPerPeriod } from "./records";

/** Both ends included, YYYY-MM-DD. */
export type Period = { start: string; end: string };

type Stepping = Pick<LedgerContract, "startDate" | "contractPeriodType">;

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days from start to end, both counted. */
export function countDays({ start, end }: Period): number {
  return Temporal.PlainDate.from(start).until(Temporal.PlainDate.from(end), { largestUnit: "days" }).days + 1;
}

export const later = (one: string, other: string): string => (other > one ? other : one);
export const earlier = (one: string, other: string): string => (other < one ? other : one);

/**
 * The billing period that holds the day. Periods step from the contract's start, each counted from there: one that
 * starts on the 31st has its next period start on the last day of a shorter month, and on the 31st again afterwards.
 */
export function periodOf(contract: Stepping, day: string): Period {
  const months = monthsPerPeriod[contract.contractPeriodType ?? 2] ?? 1;
  const first = Temporal.PlainDate.from(contract.startDate);
  const startOf = (index: number) => first.add({ months: index * months }).toString();
  const { months: passed } = first.until(Temporal.PlainDate.from(day), { largestUnit: "months" });
  let index = Math.max(Math.floor(passed / months), 0);
  while (startOf(index + 1) <= day) index += 1;
  while (index > 0 && startOf(index) > day) index -= 1;
  return { start: startOf(index), end: addDays(startOf(index + 1), -1) };
}

/** The billing periods that have a day between the two, both included. */
export function periodsBetween(contract: Stepping, from: string, to: string): Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= to; ) {
    const period = periodOf(contract, day);
    periods.push(period);
    day = addDays(period.end, 1);
  }
  return periods;
}
