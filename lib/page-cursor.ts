import { z } from "zod";

const sortKey = z.array(z.string().max(1_000)).min(1).max(6);

/** A row's sort key as a word for an address. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** Where a page of a list begins, as its address says it; null: at the start, also when the word makes no sense. */
export function readCursor(place: {
  after?: string | undefined;
  before?: string | undefined;
}): { direction: "after" | "before"; key: string[] } | null {
  const word = place.before ?? place.after;
  if (word === undefined) return null;
  const key = sortKey.safeParse(parseJson(Buffer.from(word, "base64url").toString()));
  return key.success ? { direction: place.before === undefined ? "after" : "before", key: key.data } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
