import { Exact } from "../../exact";
import { alignTimelines } from "../../timeline/align";
import { mergeSegments, stepOn } from "../../timeline/timeline";
import type { Segment } from "../../types";
import type { Contract } from "../contract";
import type { Judged } from "../members/judged";
import type { Sharing } from "../members/shares";
import { sumTimelines } from "../services/sum-timelines";

/**
 * What stopped members have on the services that they share is what these hold, edits and all, less what the others
 * have: the first of them bears the difference, which may be negative.
 */
export function standAsHeld(all: Judged[], sharing: Sharing, contract: Contract): Judged[] {
  const held = heldTogether(sharing, contract);
  const sharers = sharersOf(all, sharing);
  const [first, ...others] = sharers.filter(({ stop }) => stop !== null);
  const shares = [
    ...others.map(({ stands }) => stands),
    ...sharers.filter(({ stop }) => stop === null).map(({ before }) => before),
  ];
  return all.map((judged) => {
    if (judged === first) return { ...judged, stands: subtract(held, shares, contract.calendar.boundary) };
    return others.includes(judged) ? { ...judged, stands: withPricesOf(judged.stands, held) } : judged;
  });
}

export function sharersOf(all: Judged[], { readings }: Sharing): Judged[] {
  const keys = new Set(readings.map(({ member }) => member.key));
  return all.filter(({ member }) => keys.has(member.key));
}

/** What the shared services hold from the boundary on. */
export function heldTogether({ serviceIds }: Sharing, { held, calendar }: Contract): Segment[] {
  return sumTimelines(
    serviceIds.map((id) => held.get(id) ?? []),
    calendar.boundary,
  );
}

function subtract(held: Segment[], shares: Segment[][], boundary: string): Segment[] {
  const runs = alignTimelines([held, ...shares], boundary, null);
  return mergeSegments(
    runs.map(({ from, to, steps: [all, ...others] }) => {
      const taken = others.reduce((sum, step) => sum.plus(step?.quantity ?? 0), new Exact(0));
      const quantity = new Exact(all?.quantity ?? 0).minus(taken).toFixed();
      return { from, to, quantity, unitCost: all?.unitCost ?? null, unitPrice: all?.unitPrice ?? null };
    }),
  );
}

function withPricesOf(steps: Segment[], held: Segment[]): Segment[] {
  return steps.map((step) => {
    const { unitCost = step.unitCost, unitPrice = step.unitPrice } = stepOn(held, step.from) ?? {};
    return { ...step, unitCost, unitPrice };
  });
}
