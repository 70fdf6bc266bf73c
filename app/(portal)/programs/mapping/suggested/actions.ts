"use server";

import { acceptRule, acceptSuggestions } from "@/app/(portal)/programs/mapping/suggested/accept-change";
import { mutation } from "@/lib/mutation";

/** Maps the ticked customers as it was suggested. */
export const acceptTicked = mutation(acceptRule, acceptSuggestions);
