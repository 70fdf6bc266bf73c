import type { Change } from "./records";

/** What a contract service holds from a day on; the price and cost are those of one unit for a whole period. */
export type Step = { from: string; units: number; unitPrice: string; unitCost: string };

const byDate = (one: Change, other: Change) => (one.date < other.date ? -1 : Number(one.date > other.date));

/** The sum of the changes, a step for each date; the first change must bear a price and a cost. */
export function stepsOf(changes: readonly Change[]): Step[] {
  const steps: Step[] = [];
  for (const change of [...changes].sort(byDate)) {
    const last = steps.at(-1);
    const step: Step = {
      from: change.date,
      units: (last?.units ?? 0) + change.unitChange,
      unitPrice: change.unitPrice ?? last?.unitPrice ?? "0",
      unitCost: change.unitCost ?? last?.unitCost ?? "0",
    };
    if (last?.from === step.from) steps.splice(-1, 1, step);
    else steps.push(step);
  }
  return steps;
}

/**
 * The changes with one more. Its units are added to all days from its date on; a price holds from its date to the
 * contract's end, also over prices that later changes brought.
 */
export function withChange(changes: readonly Change[], added: Change): Change[] {
  const [first] = stepsOf(changes);
  const based: Change =
    first && added.date < first.from
      ? {
          ...added,
          unitPrice: added.unitPrice ?? first.unitPrice,
          unitCost: added.unitCost ?? first.unitCost,
        }
      : added;
  const others = changes.map((change) => {
    if (change.date < added.date) return change;
    const { unitPrice, unitCost, ...rest } = change;
    return {
      ...rest,
      ...(added.unitPrice === undefined && unitPrice !== undefined && { unitPrice }),
      ...(added.unitCost === undefined && unitCost !== undefined && { unitCost }),
    };
  });
  return [...others, based].sort(byDate);
}
