import type { DecimalText } from "@/lib/values";
import { Exact } from "../exact";
import type { Segment } from "../types";

/** How much more is billed; null: a price is not known, or not ours. */
export type BillChange = { costChange: DecimalText | null; priceChange: DecimalText | null };

type Timelines = { before: Segment[]; after: Segment[] };

/** What the PSA bills more (negative: less) a month once the newest step holds. Pure. */
export function monthlyChange({ before, after }: Timelines): BillChange {
  return differences(before.slice(-1).filter(isOpen), after.slice(-1).filter(isOpen));
}

/** What it bills more in all, where each step is an amount that is billed once. Pure. */
export function onceChange({ before, after }: Timelines): BillChange {
  return differences(before, after);
}

function isOpen({ to }: Segment): boolean {
  return to === null;
}

function differences(before: Segment[], after: Segment[]): BillChange {
  const difference = (field: "unitCost" | "unitPrice") => {
    const [was, is] = [sum(before, field), sum(after, field)];
    return was && is ? is.minus(was).toFixed() : null;
  };
  return { costChange: difference("unitCost"), priceChange: difference("unitPrice") };
}

function sum(steps: Segment[], field: "unitCost" | "unitPrice"): Exact | null {
  let total = new Exact(0);
  for (const step of steps) {
    const value = step[field];
    if (value === null) return null;
    total = total.plus(new Exact(step.quantity).times(value));
  }
  return total;
}
