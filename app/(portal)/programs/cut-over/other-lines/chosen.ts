import { z } from "zod";
import type { ChosenLine } from "@/db/commands/portal/end-other-lines";

/** So many lines a form takes at most: a page of the list. */
export const mostChosen = 50;

const psaId = z.string().regex(/^\d{1,18}$/);
const shape = z.tuple([psaId, psaId]);

/** A line as the value of its box: the PSA's ids of its agreement and of itself. */
export function chosenValue({ psaAgreementId, psaLineId }: ChosenLine): string {
  return `${psaAgreementId} ${psaLineId}`;
}

/** The value of a box, read back. */
const chosenInput = z
  .string()
  .max(40)
  .transform((text, context): ChosenLine => {
    const parsed = shape.safeParse(text.split(" "));
    if (!parsed.success) {
      context.addIssue({ code: "custom", message: "Please tick the lines again." });
      return z.NEVER;
    }
    const [psaAgreementId, psaLineId] = parsed.data;
    return { psaAgreementId, psaLineId };
  });

export const endInput = z.object({
  programSyncId: z.uuid(),
  lines: z.array(chosenInput).max(mostChosen).default([]),
  lastDay: z.iso.date("Name the last billed day."),
});
