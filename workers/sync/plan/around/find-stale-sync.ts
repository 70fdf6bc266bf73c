import type { IsoDate } from "@/lib/values";
import { countDays } from "../calendar/dates";
import { warn } from "../issues";
import type { PlanIssue } from "../types";

type Question = {
  /** Day of the last sync at which everything was right, in the organisation's time zone. */
  lastCorrect: IsoDate;
  today: IsoDate;
  staleAfterDays: number;
};

/** A warning when that day lies more than so many days back. */
export function findStaleSync({ lastCorrect, today, staleAfterDays }: Question): PlanIssue | null {
  const days = countDays(lastCorrect, today) - 1;
  return days > staleAfterDays ? warn("sync_stale", { date: lastCorrect, days: String(days) }) : null;
}
