import type { ContractInput, ContractPlan } from "./types";

/**
 * What to write so that from the billing boundary on the contract's services bill the sum of what their subscriptions'
 * bills say, with the fewest adjustments; nothing before the boundary changes. Pure. Throws only for a decimal or date
 * that is none.
 */
export function planContract(_input: ContractInput): ContractPlan {
  return { extendTo: null, members: [], services: [] };
}
