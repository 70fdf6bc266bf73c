import type { DecimalText, IsoDate } from "@/lib/values";
import { Exact } from "../../exact";
import type { PriceField } from "../../money/billed-amount";
import { type AlignedRun, alignTimelines } from "../../timeline/align";
import type { Segment } from "../../types";
import { orderAdjustments } from "./order-adjustments";

/** From `date` on so many units more, and the price and cost that are named. */
export type Adjustment = {
  date: IsoDate;
  unitChange: Exact;
  unitPrice: DecimalText | null;
  unitCost: DecimalText | null;
};

export type Window = { from: IsoDate; to: IsoDate | null };

/** Prices beyond this many are not tried on days that ask for none. */
const tried = 4;

/**
 * The fewest adjustments that make a service's units and prices equal to `wanted` on the days of the window, in an
 * order in which the PSA takes them. An adjustment holds from its date to the contract's end, and a price that it names
 * replaces later ones too; so the units that each date needs are given, and what is chosen is where prices are named.
 * `held`: see `heldRows`. `taken`: dates on which the service cannot be adjusted any more. null: there is no such way.
 */
export function adjustService(
  held: Segment[],
  wanted: Segment[],
  window: Window,
  taken: ReadonlySet<IsoDate>,
): Adjustment[] | null {
  const runs = alignTimelines([held, wanted], window.from, window.to);
  for (const breadth of breadths) {
    for (const way of findWays(runs, wanted, taken, breadth)) {
      const ordered = orderAdjustments(listed(way.adjustments), held, window);
      if (ordered) return ordered;
    }
  }
  return null;
}

/** How many ways to the same prices are followed; more than one only where the best leave no order to send them in. */
const breadths = [1, 100];

/** The best first. */
function findWays(
  runs: AlignedRun[],
  wanted: Segment[],
  taken: ReadonlySet<IsoDate>,
  breadth: number,
): Way[] {
  const named = { unitPrice: valuesOf(wanted, "unitPrice"), unitCost: valuesOf(wanted, "unitCost") };
  let ways: Way[] = [{ unitPrice: null, unitCost: null, writes: 0, names: 0, adjustments: null }];
  let shift = new Exact(0);
  for (const run of runs) {
    const unitChange = unitsOf(run, 1).minus(unitsOf(run, 0)).minus(shift);
    shift = shift.plus(unitChange);
    ways = cheapest(
      ways.flatMap((way) => goOn(way, run, unitChange, named, taken)),
      breadth,
    );
  }
  return ways;
}

/** One way to have come so far. `unitPrice`, `unitCost`: as last named, in force on all later days; null: none was. */
type Way = {
  unitPrice: DecimalText | null;
  unitCost: DecimalText | null;
  writes: number;
  names: number;
  adjustments: Link | null;
};
type Link = { adjustment: Adjustment; previous: Link | null };
type Named = Record<PriceField, DecimalText[]>;

function goOn(
  way: Way,
  run: AlignedRun,
  unitChange: Exact,
  named: Named,
  taken: ReadonlySet<IsoDate>,
): Way[] {
  return choices(way, run, "unitPrice", named).flatMap((unitPrice) =>
    choices(way, run, "unitCost", named).flatMap((unitCost): Way[] => {
      const names = (unitPrice === null ? 0 : 1) + (unitCost === null ? 0 : 1);
      if (names === 0 && unitChange.isZero()) return [way];
      if (taken.has(run.from)) return [];
      const adjustment = { date: run.from, unitChange, unitPrice, unitCost };
      return [
        {
          unitPrice: unitPrice ?? way.unitPrice,
          unitCost: unitCost ?? way.unitCost,
          writes: way.writes + 1,
          names: way.names + names,
          adjustments: { adjustment, previous: way.adjustments },
        },
      ];
    }),
  );
}

/** What may be named on the run's first day; null: nothing. */
function choices(way: Way, run: AlignedRun, field: PriceField, named: Named): (DecimalText | null)[] {
  const [held, wanted] = run.steps;
  const asked = wanted?.[field] ?? null;
  if (asked === null) return [null, ...named[field].slice(0, tried)];
  const inForce = way[field] ?? held?.[field] ?? null;
  return inForce === asked ? [null, asked] : [asked];
}

/** Of the ways that leave the same prices in force, the best. */
function cheapest(ways: Way[], breadth: number): Way[] {
  const followed = new Map<string, number>();
  return ways.sort(compareWays).filter(({ unitPrice, unitCost }) => {
    const inForce = `${unitPrice} ${unitCost}`;
    const count = (followed.get(inForce) ?? 0) + 1;
    followed.set(inForce, count);
    return count <= breadth;
  });
}

function compareWays(a: Way, b: Way): number {
  return a.writes - b.writes || a.names - b.names;
}

function listed(link: Link | null): Adjustment[] {
  const adjustments: Adjustment[] = [];
  for (let at = link; at !== null; at = at.previous) adjustments.unshift(at.adjustment);
  return adjustments;
}

function valuesOf(steps: Segment[], field: PriceField): DecimalText[] {
  return [...new Set(steps.map((step) => step[field]).filter((value) => value !== null))];
}

function unitsOf(run: AlignedRun, index: number): Exact {
  return new Exact(run.steps[index]?.quantity ?? 0);
}
