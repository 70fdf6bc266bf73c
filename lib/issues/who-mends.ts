/** What passes by itself once the other side answers again; everything else needs a person. */
const passesByItself = new Set([
  "psa_rate_limited",
  "psa_unavailable",
  "psa_timeout_unknown",
  "source_unavailable",
  "run_too_long",
]);

/** Whether a failure of this code is tried again by itself, so that nobody has to do anything. */
export function retriesByItself(code: string): boolean {
  return passesByItself.has(code);
}
