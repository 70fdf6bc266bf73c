import { z } from "zod";
import { tickedInput } from "@/app/(portal)/programs/mapping/suggested/ticked";
import { pricingStrategies } from "@/db/schema";

/** So many rows stand on a part of the page, and are accepted in one transaction. */
export const mostTicked = 100;

export const begins = ["recent", "next", "date"] as const;

/** The ticked suggestions, and how all of them are synced. */
export const acceptInput = z.object({
  programSyncId: z.uuid(),
  ticked: z.array(tickedInput).max(mostTicked).default([]),
  pricingStrategy: z.enum(pricingStrategies),
  begin: z.enum(begins, "Choose with which invoice to begin."),
  beginDate: z.union([z.literal("").transform(() => null), z.iso.date("A day of the calendar.")]),
});
