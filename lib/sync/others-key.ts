const prefix = "other:";

/** The key under which a line that is no subscription's of ours is ended. */
export function othersKey(psaLineId: string): string {
  return `${prefix}${psaLineId}`;
}

export function isOthersKey(key: string): boolean {
  return key.startsWith(prefix);
}
