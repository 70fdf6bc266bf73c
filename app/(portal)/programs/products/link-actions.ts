"use server";

import { linesRule, syncLines } from "@/app/(portal)/programs/products/lines-change";
import {
  changeLink,
  clearLinkRule,
  linkRule,
  removeLink,
} from "@/app/(portal)/programs/products/link-change";
import { mutation } from "@/lib/mutation";

/** Links a product to the PSA's item that a person chose. */
export const linkByHand = mutation(linkRule, changeLink);

/** Takes a product's link away. */
export const clearLink = mutation(clearLinkRule, removeLink);

/** Syncs just the lines that waited for a product's link. */
export const syncProductLines = mutation(linesRule, syncLines);
