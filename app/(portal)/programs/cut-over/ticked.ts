import { z } from "zod";
import { leftLineChoices } from "@/db/commands/portal/decisions/settle-left-lines";

/** So many lines a form takes at most: a page of the list. */
export const mostTicked = 50;

type Ticked = { runId: string; itemId: string; issueId: string; lineId: string };

/** A line as the value of its box: the very question that was shown, and the PSA's id of the line. */
export function tickedValue({ runId, itemId, issueId, lineId }: Ticked): string {
  return [runId, itemId, issueId, lineId].join(" ");
}

const tickedShape = z.tuple([z.uuid(), z.uuid(), z.uuid(), z.string().regex(/^\d{1,18}$/)]);

/** The value of a box, read back. */
const tickedInput = z
  .string()
  .max(200)
  .transform((text, context): Ticked => {
    const parsed = tickedShape.safeParse(text.split(" "));
    if (!parsed.success) {
      context.addIssue({ code: "custom", message: "Please tick the lines again." });
      return z.NEVER;
    }
    const [runId, itemId, issueId, lineId] = parsed.data;
    return { runId, itemId, issueId, lineId };
  });

export const cutOverInput = z.object({
  ticked: z.array(tickedInput).max(mostTicked).default([]),
  choice: z.enum(leftLineChoices),
});
