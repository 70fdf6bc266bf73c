import { z } from "zod";
import { links } from "@/lib/links";

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** The line of a sync from which somebody came to fix something, as an address or a form carries it. */
export const cameFromWord = z.string().regex(new RegExp(`^${uuid}_${uuid}$`));

export function cameFrom(runId: string, itemId: string): string {
  return `${runId}_${itemId}`;
}

type Word = z.output<typeof cameFromWord>;

export function placeItCameFrom(word: Word): { runId: string; itemId: string } {
  const [runId = "", itemId = ""] = word.split("_");
  return { runId, itemId };
}

/** The way back to that line. */
export function lineItCameFrom(word: Word): string {
  const { runId, itemId } = placeItCameFrom(word);
  return links.itemInList(runId, itemId);
}
