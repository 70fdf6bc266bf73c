import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

/** Codes of a second factor: those of an authenticator app (RFC 6238) and those kept on paper for when it is lost. */

const issuer = "PRISM Connect";
const recoveryCount = 10;
/** Without those that are taken for one another. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** 160 random bits, in base 32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

function authenticator(secret: string, label = ""): TOTP {
  return new TOTP({
    issuer,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: 30,
  });
}

/** What an authenticator app reads from the picture. */
export function enrolmentAddress(secret: string, email: string): string {
  return authenticator(secret, email).toString();
}

/**
 * The number of the half minute to which `code` belongs, which is the present one or its neighbour; null: the code is
 * not of this secret. A half minute that was used once is not taken again: that is for the caller.
 */
export function findHalfMinute(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const totp = authenticator(secret);
  const timestamp = now.getTime();
  const delta = totp.validate({ token, timestamp, window: 1 });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** Ten codes of 49 bits, each for one use: "abcde-fghjk". */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCount }, () => {
    const letters = Array.from(randomBytes(10), (byte) => alphabet[byte % alphabet.length]).join("");
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

/** A recovery code as it was made, from what was typed; null: it cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return letters.length === 10 ? `${letters.slice(0, 5)}-${letters.slice(5)}` : null;
}
