import type { IsoDate } from "@/lib/values";

/** Written out by hand: runtimes disagree on "Sep" and "Sept", and a billing date knows no zone. */
export const shortMonths = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];
const longMonths = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

type DateParts = { year: string; month: number; day: number };

/** "2026-10-31" → "31 Oct 2026". Text that is no such date is shown as it stands. */
export function formatDate(date: IsoDate): string {
  const parts = readDate(date);
  return parts ? `${dayAndMonth(parts)} ${parts.year}` : date;
}

/**
 * Both ends included: "1–31 Oct 2026", "28 Sep – 27 Oct 2026", "15 Dec 2026 – 14 Jan 2027", one day "1 Oct 2026";
 * an open end (null): "from 15 Oct 2026".
 */
export function formatDateRange(from: IsoDate, to: IsoDate | null): string {
  if (to === null) return `from ${formatDate(from)}`;
  const start = readDate(from);
  const end = readDate(to);
  if (!start || !end) return `${formatDate(from)} – ${formatDate(to)}`;
  if (from === to) return formatDate(from);
  if (start.year !== end.year) return `${formatDate(from)} – ${formatDate(to)}`;
  if (start.month !== end.month) return `${dayAndMonth(start)} – ${formatDate(to)}`;
  return `${start.day}–${formatDate(to)}`;
}

/** The month that a period is named after, the one it starts in: "2026-10-01" → "October 2026". */
export function formatMonth(date: IsoDate): string {
  const parts = readDate(date);
  return parts ? `${longMonths[parts.month - 1]} ${parts.year}` : date;
}

function readDate(date: IsoDate): DateParts | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match?.[1]) return null;
  const month = Number(match[2]);
  const day = Number(match[3]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year: match[1], month, day } : null;
}

function dayAndMonth(parts: DateParts): string {
  return `${parts.day} ${shortMonths[parts.month - 1]}`;
}
