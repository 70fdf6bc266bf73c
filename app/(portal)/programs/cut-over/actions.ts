"use server";

import { cutOver, cutOverRule } from "@/app/(portal)/programs/cut-over/cut-over-change";
import { mutation } from "@/lib/mutation";

/** Adopts or ends what another tool has left. */
export const settleTicked = mutation(cutOverRule, cutOver);
