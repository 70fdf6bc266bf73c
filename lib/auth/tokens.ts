import { createHash, randomBytes } from "node:crypto";
import { DAY, HOUR, MINUTE } from "@/lib/clock";

/** How long a sign-in link works. */
export const signInLinkLife = 15 * MINUTE;

/** How long an invitation can be accepted. */
export const invitationLife = 7 * DAY;

/** A session ends when nothing was asked for so long, and in any case after the whole time. */
export const sessionIdleLimit = 12 * HOUR;
export const sessionWholeLimit = 7 * DAY;

/** 256 random bits, for the link of a mail or a session's cookie. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored in place of a token: SHA-256, which is enough for a random text of 256 bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
