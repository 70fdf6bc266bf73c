import type { IsoDate } from "@/lib/values";

const shape = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The date as it is written, "2026-08-01T00:00:00.0000000+10:00" → "2026-08-01": billing knows no time and no zone,
 * and turning it into another zone could move it by a day. null when the text does not begin with a real date.
 */
export function parsePlainDate(text: string): IsoDate | null {
  const [, year, month, day] = (shape.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const last = (monthDays[month - 1] ?? 0) + leap;
  return day >= 1 && day <= last ? text.slice(0, 10) : null;
}
