"use server";

import {
  changeMapping,
  mappingRule,
  removeMapping,
  unmappingRule,
} from "@/app/(portal)/programs/mapping/mapping-change";
import { mutation } from "@/lib/mutation";

/** Maps a customer, or changes its mapping. */
export const mapCustomer = mutation(mappingRule, changeMapping);

/** Takes a customer's mapping away. */
export const unmapCustomer = mutation(unmappingRule, removeMapping);
