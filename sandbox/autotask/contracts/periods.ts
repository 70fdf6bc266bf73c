import { addDays, addMonths, dayOf, countDays as daysFromTo } from "../../world/plain-dates";
import { type LedgerContract, monthsPerPeriod } from "./records";

/** Both ends included, YYYY-MM-DD. */
export type Period = { start: string; end: string };

type Stepping = Pick<LedgerContract, "startDate" | "contractPeriodType">;

export { addDays };

/** Days from start to end, both counted. */
export function countDays({ start, end }: Period): number {
  return daysFromTo(start, end);
}

export const later = (one: string, other: string): string => (other > one ? other : one);
export const earlier = (one: string, other: string): string => (other < one ? other : one);

/**
 * The billing period that holds the day. Periods step from the contract's start, each counted from there: one that
 * starts on the 31st has its next period start on the last day of a shorter month, and on the 31st again afterwards.
 */
export function periodOf(contract: Stepping, day: string): Period {
  const months = monthsPerPeriod[contract.contractPeriodType ?? 2] ?? 1;
  const { startDate } = contract;
  const startOf = (index: number) => dayOf(addMonths(startDate, index * months), Number(startDate.slice(8)));
  const index = Math.max(Math.floor(monthsBetween(startDate, day) / months), 0);
  const before = index > 0 && startOf(index) > day ? index - 1 : index;
  return { start: startOf(before), end: addDays(startOf(before + 1), -1) };
}

/** Between the months in which the two lie. */
function monthsBetween(from: string, to: string): number {
  return (
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7))
  );
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
