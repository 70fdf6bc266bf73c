import { DAY } from "@/lib/clock";

/** So long after a preview its lines may be approved and written. */
export const planKeepsFor = 7 * DAY;
