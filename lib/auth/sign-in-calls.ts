/**
 * The calls of next-auth that people's browsers need. Its others stay unanswered: "_log" would let anybody write what
 * they like into our log.
 */
const answered = new Set([
  "callback",
  "csrf",
  "error",
  "providers",
  "session",
  "signin",
  "signout",
  "verify-request",
]);

/** Whether the portal answers this call; `action` is what stands behind /api/auth/. */
export function answersSignInCall(action: string | undefined): boolean {
  return action !== undefined && answered.has(action);
}
