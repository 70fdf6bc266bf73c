import type { ServicePlan } from "../plan/units/types";

/** The plans in groups whose services no subscription has in common with another group's. Pure. */
export function linkServices(plans: ServicePlan[]): ServicePlan[][] {
  let groups: ServicePlan[][] = [];
  for (const plan of plans) {
    const linked = groups.filter((group) => group.some((other) => shareKeys(plan, other)));
    groups = [...groups.filter((group) => !linked.includes(group)), [...linked.flat(), plan]];
  }
  return groups;
}

function shareKeys(plan: ServicePlan, other: ServicePlan): boolean {
  const keys = new Set(keysOf(plan));
  return keysOf(other).some((key) => keys.has(key));
}

/** Whose units its adjustments bring or take away. */
export function keysOf({ keys, leaving }: ServicePlan): string[] {
  return [...keys, ...leaving];
}
