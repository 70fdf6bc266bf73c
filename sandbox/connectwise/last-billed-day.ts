import { addDays, dayOf } from "./bill/period";
import type { Addition } from "./schema/addition";
import type { Site } from "./site";

/** The last day that an addition is billed for, as a plain date; null while it is open. */
export function lastBilledDay({ cancelledDate }: Addition, site: Site): string | null {
  if (!cancelledDate) return null;
  const day = dayOf(cancelledDate);
  return site.settings.cancelledDate === "last_billed_day" ? day : addDays(day, -1);
}
