/** The month that every generated invoice is for, by its first day. */
export const benchMonth = "2026-10-01";

/** When the runs take place by the worker's clock: soon after that invoice. */
export const benchNow = "2026-11-05T00:00:00Z";
