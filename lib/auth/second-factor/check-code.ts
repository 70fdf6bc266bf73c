import { findHalfMinute, readRecoveryCode } from "./codes";

/** What was typed, as far as it can be told without the database. */
export type TypedCode =
  | { kind: "app"; halfMinute: number }
  | { kind: "recovery"; code: string }
  | { kind: "wrong" };

/** Tells a code of the app from a recovery code; whether either was used already is for the database. */
export function readCode(secret: string, typed: string, now: Date): TypedCode {
  const halfMinute = findHalfMinute(secret, typed, now);
  if (halfMinute !== null) return { kind: "app", halfMinute };
  const code = readRecoveryCode(typed);
  return code === null ? { kind: "wrong" } : { kind: "recovery", code };
}
