import { Temporal } from "temporal-polyfill";
import type { IsoDate } from "@/lib/values";

const remembered = 20_000;

/** The same few dates come up for thousands of subscriptions, and calendar arithmetic is slow. */
function remember<Answer>(work: (date: IsoDate, other: string | number) => Answer) {
  const answers = new Map<string, Answer>();
  return (date: IsoDate, other: string | number): Answer => {
    const question = `${date} ${other}`;
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = work(date, other);
    if (answers.size >= remembered) answers.clear();
    answers.set(question, answer);
    return answer;
  };
}

/** The date so many days later; a negative count goes back. */
export const addDays = remember((date, days) =>
  Temporal.PlainDate.from(date)
    .add({ days: Number(days) })
    .toString(),
);

/** The same day of the month so many months later, or the month's last day where it has no such day. */
export const addMonths = remember((date, months) =>
  Temporal.PlainDate.from(date)
    .add({ months: Number(months) })
    .toString(),
);

/** Days from one date to the other, both included. */
export const countDays = remember(
  (from, to) => Temporal.PlainDate.from(from).until(String(to), { largestUnit: "day" }).days + 1,
);

/** Calendar months from the month of one date to the month of the other. */
export function countMonths(from: IsoDate, to: IsoDate): number {
  return (
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7))
  );
}

export function nextDay(date: IsoDate): IsoDate {
  return addDays(date, 1);
}

export function dayBefore(date: IsoDate): IsoDate {
  return addDays(date, -1);
}

export function later(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b;
}

export function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b;
}

/** The earlier of two ends, null being no end. */
export function earlierEnd(a: IsoDate | null, b: IsoDate | null): IsoDate | null {
  if (a === null) return b;
  return b === null ? a : earlier(a, b);
}
