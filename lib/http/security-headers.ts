import { randomBytes } from "node:crypto";

/** For each answer another one: nobody can put a script into a page that names it beforehand. */
export function newNonce(): string {
  return randomBytes(16).toString("base64");
}

/**
 * What a page may load and do: only what carries this answer's nonce or comes from ourselves, in nobody's frame.
 * No inline style or script without the nonce, no plug-in, no worker, no other site.
 * `development`: Next's development server evaluates code and puts styles in without a nonce.
 */
export function contentSecurityPolicy(nonce: string, { development }: { development: boolean }): string {
  const directives = {
    "default-src": "'none'",
    "script-src": `'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src": development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "object-src": "'none'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map((directive) => directive.join(" "))
    .join("; ");
}

/**
 * What every answer that is made for a request carries beside the policy. Nothing of it is kept by a cache, since
 * nearly all of it is somebody's. Over https a browser is told to come over https for two years.
 */
export function answerHeaders(portalUrl: string): Record<string, string> {
  const secure = new URL(portalUrl).protocol === "https:";
  return {
    "Cache-Control": "private, no-cache, no-store, max-age=0, must-revalidate",
    ...(secure && { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" }),
  };
}
