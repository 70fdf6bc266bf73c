/**
 * The calls of next-auth that people's browsers need. Its others stay unanswered: "_log" would let anybody write what
 * they like into our log, and links are asked for with a form of ours (see app/sign-in/actions.ts).
 */
const answered = new Set(["callback", "csrf", "error", "providers", "session", "signout", "verify-request"]);

/** Whether the portal answers this call; `action` is what stands behind /api/auth/. */
export function answersSignInCall(action: string | undefined): boolean {
  return action !== undefined && answered.has(action);
}
