import { shortMonths } from "@/lib/format/billing-date";
import { countOf } from "@/lib/format/number";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Shown = { year: string; month: string; day: string; hour: string; minute: string };

const partReaders = new Map<string, Intl.DateTimeFormat>();

/**
 * An instant as the organisation's clock shows it: "2 Nov 2026, 06:03"; with `now`, today and yesterday by name:
 * "today, 06:01". `timeZone` is an IANA name.
 */
export function formatInstant(at: Date, timeZone: string, now?: Date): string {
  const shown = readClock(at, timeZone);
  return `${dayName(at, timeZone, now) ?? dateOf(shown)}, ${shown.hour}:${shown.minute}`;
}

/** How long ago, in the largest unit that says it: "just now", "12 minutes ago", "3 hours ago", "31 days ago". */
export function formatAge(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${countOf(Math.floor(age / MINUTE), "minute")} ago`;
  if (age < 2 * DAY) return `${countOf(Math.floor(age / HOUR), "hour")} ago`;
  return `${countOf(Math.floor(age / DAY), "day")} ago`;
}

/** Whole days between two instants, for "old when more than N days". */
export function ageInDays(at: Date, now: Date): number {
  return Math.floor((now.getTime() - at.getTime()) / DAY);
}

/** Milliseconds as "9 s", "1 min 12 s", "2 h 5 min"; less than a second is "under 1 s". */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return "under 1 s";
  const seconds = Math.floor(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

function dayName(at: Date, timeZone: string, now: Date | undefined): string | null {
  if (!now) return null;
  const daysAgo = dayNumber(readClock(now, timeZone)) - dayNumber(readClock(at, timeZone));
  if (daysAgo === 0) return "today";
  return daysAgo === 1 ? "yesterday" : null;
}

function dayNumber({ year, month, day }: Shown): number {
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY;
}

function dateOf(shown: Shown): string {
  return `${Number(shown.day)} ${shortMonths[Number(shown.month) - 1]} ${shown.year}`;
}

function readClock(at: Date, timeZone: string): Shown {
  const parts = partReader(timeZone).formatToParts(at);
  const value = (type: keyof Shown) => parts.find((part) => part.type === type)?.value ?? "";
  return {
    year: value("year"),
    month: value("month"),
    day: value("day"),
    hour: value("hour"),
    minute: value("minute"),
  };
}

function partReader(timeZone: string): Intl.DateTimeFormat {
  const known = partReaders.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  partReaders.set(timeZone, made);
  return made;
}
