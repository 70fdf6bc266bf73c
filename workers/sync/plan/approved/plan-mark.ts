import { createHash } from "node:crypto";

/**
 * A mark of what is to be written for one line, as `<of the writes>.<of what they come to>`: equal marks, equal writes on
 * an equal PSA. `ifNew` is the mark that it had while the product had no item in the PSA yet; null: that makes no difference.
 */
export type PlanMark = { plan: string; ifNew: string | null };

type Planned = {
  /** Each write with what it changes. */
  writes: unknown;
  /** The timeline that they bring about. */
  after: unknown;
  itemId: string | null;
  sku: string | null;
};

/** What stands in for the PSA's item of a product that has none yet. */
export function standInItem(sku: string): string {
  return `new:${sku}`;
}

/** Pure. */
export function markPlan({ writes, after, itemId, sku }: Planned): PlanMark {
  const end = hashOf(after);
  const newItem = sku === null || itemId === null ? null : standInItem(sku);
  return {
    plan: `${hashOf(writes)}.${end}`,
    ifNew: newItem && `${hashOf(writes, (text) => (text === itemId ? newItem : text))}.${end}`,
  };
}

/**
 * Whether it is what a person approved. `resumed`: a part of it is written already by the same approval, so that the rest
 * must come to the same. An approval of the end alone, which begins with its point, asks for no more either.
 */
export function isAsApproved(mark: PlanMark, approved: string, { resumed }: { resumed: boolean }): boolean {
  if (mark.plan === approved || mark.ifNew === approved) return true;
  const restOnly = resumed || approved.startsWith(".");
  return restOnly && endOf(mark.plan) === endOf(approved);
}

function endOf(plan: string): string {
  return plan.slice(plan.indexOf(".") + 1);
}

function hashOf(value: unknown, nameItem: (text: unknown) => unknown = (text) => text): string {
  const named = JSON.stringify(value, (key, inner) => (key === "itemId" ? nameItem(inner) : inner)) ?? "null";
  return createHash("sha256").update(named).digest("hex").slice(0, 32);
}
