import { Exact } from "../../exact";
import { alignTimelines } from "../../timeline/align";
import type { Segment } from "../../types";
import type { Adjustment, Window } from "./adjust-service";

/**
 * The oldest first among those that leave no day below zero units: the PSA refuses a negative one, also in between. A
 * price wipes out what was named for later days, so adjustments that name one keep their order. Where the oldest first
 * come to an end, increases go before decreases, and of these last those that name nothing, which may wait. null: no
 * order is left. `adjustments` are by date.
 */
export function orderAdjustments(
  adjustments: Adjustment[],
  held: Segment[],
  window: Window,
): Adjustment[] | null {
  const urgent = [...adjustments].sort((a, b) => urgency(a) - urgency(b));
  return sendInTurn(adjustments, held, window) ?? sendInTurn(urgent, held, window);
}

function urgency(adjustment: Adjustment): number {
  if (!adjustment.unitChange.isNegative()) return 0;
  return adjustment.unitPrice !== null || adjustment.unitCost !== null ? 1 : 2;
}

/** Each time the first that may go. */
function sendInTurn(adjustments: Adjustment[], held: Segment[], window: Window): Adjustment[] | null {
  const waiting = [...adjustments];
  const ordered: Adjustment[] = [];
  const days = daysBetweenChanges(adjustments, held, window);
  while (waiting.length > 0) {
    const free = waiting.findIndex(
      (one) =>
        !waiting.some((other) => other.date < one.date && wipesOut(other, one)) &&
        days.every(({ from, units }) => from < one.date || !units.plus(one.unitChange).isNegative()),
    );
    const [next] = free < 0 ? [] : waiting.splice(free, 1);
    if (!next) return null;
    for (const day of days) if (day.from >= next.date) day.units = day.units.plus(next.unitChange);
    ordered.push(next);
  }
  return ordered;
}

function wipesOut(earlier: Adjustment, one: Adjustment): boolean {
  return (
    (earlier.unitPrice !== null && one.unitPrice !== null) ||
    (earlier.unitCost !== null && one.unitCost !== null)
  );
}

function daysBetweenChanges(adjustments: Adjustment[], held: Segment[], { from, to }: Window) {
  const dates = adjustments.map(({ date }) => ({
    from: date,
    to: date,
    quantity: "0",
    unitCost: null,
    unitPrice: null,
  }));
  return alignTimelines([held, dates], from, to).map((run) => ({
    from: run.from,
    units: new Exact(run.steps[0]?.quantity ?? 0),
  }));
}
