/** What the key fields of a form stand for: other keys, or those that are sealed already. */
export type KeysDecision<K extends string> =
  | { kind: "seal"; keys: Record<K, string> }
  | { kind: "keep" }
  | { kind: "refused"; fieldErrors: Record<string, string> };

/**
 * All keys or none: the sealed ones cannot be read, so a single one cannot be replaced. `mayKeep` is false for a new
 * access, and when its address has changed: old keys never go to another host. Pure.
 */
export function decideKeys<K extends string>(
  entered: Record<K, string>,
  mayKeep: { kept: boolean; because: string },
): KeysDecision<K> {
  const names = Object.keys(entered) as K[];
  const missing = names.filter((name) => entered[name] === "");
  if (missing.length === 0) return { kind: "seal", keys: entered };
  if (missing.length === names.length && mayKeep.kept) return { kind: "keep" };
  const words = mayKeep.kept ? "Enter all keys again, or none." : mayKeep.because;
  const fieldErrors: Record<string, string> = {};
  for (const name of missing) fieldErrors[name] = words;
  return { kind: "refused", fieldErrors };
}

/** The last characters of a key, by which a person recognises it; nothing of one that is too short to spare them. */
export function hintOf(key: string): string {
  return key.length >= 8 ? key.slice(-4) : "";
}
