import { addMonths } from "./plain-dates";

export type Calendar = {
  /** First day of the newest usage month that is invoiced. */
  newest: string;
  /** First days of all months, those already invoiced and those to come, oldest first. */
  months: string[];
};

const monthsBefore = 2;
const monthsAhead = 9;

export function calendarAround(newest: string): Calendar {
  const count = monthsBefore + 1 + monthsAhead;
  return {
    newest,
    months: Array.from({ length: count }, (_, index) => addMonths(newest, index - monthsBefore)),
  };
}
