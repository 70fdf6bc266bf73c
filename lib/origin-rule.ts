/**
 * True when a request that changes something comes from a page of ours. Browsers name the page's origin with every
 * POST; a missing, "null" or foreign one is refused.
 */
export function comesFromOwnPage(originHeader: string | null, portalUrl: string): boolean {
  return originHeader !== null && originHeader === new URL(portalUrl).origin;
}
