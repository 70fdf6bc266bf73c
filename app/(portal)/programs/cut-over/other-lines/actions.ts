"use server";

import { endLines, endLinesRule } from "@/app/(portal)/programs/cut-over/other-lines/end-change";
import { mutation } from "@/lib/mutation";

/** Ends what another tool bills under items of its own. */
export const endTicked = mutation(endLinesRule, endLines);
