const DAY = 24 * 60 * 60 * 1000;

function toUtc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function fromUtc(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Plain dates are YYYY-MM-DD; a month is named by its first day. */
export function addDays(date: string, days: number): string {
  return fromUtc(new Date(toUtc(date).getTime() + days * DAY));
}

/** The first day of the month that lies `months` after the month of `date`. */
export function addMonths(date: string, months: number): string {
  const day = toUtc(date);
  return fromUtc(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1)));
}

export function lastDayOf(month: string): string {
  return addDays(addMonths(month, 1), -1);
}

export function daysInMonth(month: string): number {
  return Number(lastDayOf(month).slice(8));
}

/** The given day of a month; a day past its end is its last day. */
export function dayOf(month: string, day: number): string {
  return `${month.slice(0, 8)}${String(Math.min(day, daysInMonth(month))).padStart(2, "0")}`;
}

/** Days from one date to another, both counted. */
export function countDays(from: string, to: string): number {
  return Math.round((toUtc(to).getTime() - toUtc(from).getTime()) / DAY) + 1;
}

/** First day of the last month that is wholly past on the given day. */
export function lastFullMonth(today: Date): string {
  return addMonths(fromUtc(today), -1);
}
