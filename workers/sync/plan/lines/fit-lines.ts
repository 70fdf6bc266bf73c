import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../calendar/boundary";
import { dayBefore, earlierEnd, later, nextDay } from "../calendar/dates";
import { satisfies } from "../timeline/timeline";
import type { Segment } from "../types";
import { type Assignment, assignLines, compareCosts, type OpenLine } from "./assign-lines";
import { type Cuts, cutsOf } from "./cuts";

/** What becomes of each line. `to` of a straddling line is all that may change of it. */
export type Fit = {
  kept: OpenLine[];
  straddling: { line: OpenLine; to: IsoDate | null } | null;
} & Assignment;

/** Beyond this many lines that are right as they are, all of them are kept. */
const enumerated = 10;

/**
 * Makes the lines' timeline equal to `wanted` from the boundary on with the fewest writes: each creation and each
 * changed line counts one. Lines kept as they are split what is wanted into gaps; every other line costs a write
 * whatever becomes of it, so the rest is how many gaps are left without a line. All choices of kept lines are tried.
 * `wanted` and `lines` are in the order of their days; `wanted` begins at or after the boundary. null when the lines
 * cannot give way to each other, which takes a PSA that does not prorate and several lines inside one of its periods.
 */
export function fitLines(wanted: Segment[], lines: OpenLine[], calendar: BillingCalendar): Fit | null {
  const { boundary } = calendar;
  const cuts = cutsOf(calendar);
  const right = lines.filter((line) => isRight(line, wanted, boundary) && isAligned(line, boundary, cuts));
  const standing = weigh(right, wanted, lines, boundary);
  if (standing.writes === 0) return pickBest([standing], cuts);
  const choices = chooseKept(right).map((kept) => weigh(kept, wanted, lines, boundary));
  const fewest = [...new Set(choices.map((choice) => choice.writes))].sort((a, b) => a - b);
  for (const writes of fewest) {
    const best = pickBest(
      choices.filter((choice) => choice.writes === writes),
      cuts,
    );
    if (best) return best;
  }
  return null;
}

type Choice = {
  writes: number;
  kept: OpenLine[];
  straddling: Fit["straddling"];
  /** Wanted days that the straddling line takes over. */
  taken: Segment[];
  movable: OpenLine[];
  gaps: Segment[];
};

function weigh(kept: OpenLine[], wanted: Segment[], lines: OpenLine[], boundary: IsoDate): Choice {
  const rest = lines.filter((line) => !kept.includes(line));
  const straddler = rest.find((line) => line.from < boundary);
  const movable = rest.filter((line) => line !== straddler);
  const gaps = findGaps(wanted, kept, boundary);
  const [first] = gaps;
  const takesOver = straddler && first && first.from === boundary && satisfies(straddler, first);
  const taken = takesOver ? gaps.splice(0, 1) : [];
  const straddling = straddler ? { line: straddler, to: takesOver ? first.to : dayBefore(boundary) } : null;
  const writes = (straddler ? 1 : 0) + Math.max(movable.length, gaps.length);
  return { writes, kept, straddling, taken, movable, gaps };
}

function pickBest(choices: Choice[], cuts: Cuts): Fit | null {
  let best: Fit | null = null;
  for (const { kept, straddling, movable, gaps, taken } of choices) {
    const assignment = assignLines(movable, gaps, taken, cuts);
    if (assignment && (best === null || compareCosts(assignment.cost, best.cost) < 0)) {
      best = { kept, straddling, ...assignment };
    }
  }
  return best;
}

/** All subsets, the fullest first, so that ties keep what stands. */
function chooseKept(right: OpenLine[]): OpenLine[][] {
  if (right.length > enumerated) return [right];
  const choices: OpenLine[][] = [];
  for (let mask = 2 ** right.length - 1; mask >= 0; mask--) {
    choices.push(right.filter((_, i) => mask & (1 << i)));
  }
  return choices;
}

/** True when the line bills just what is wanted on all of its days from the boundary on. */
function isRight(line: OpenLine, wanted: Segment[], boundary: IsoDate): boolean {
  let day = later(line.from, boundary);
  for (const step of wanted) {
    if (step.to !== null && step.to < day) continue;
    if (line.to !== null && step.from > line.to) break;
    if (step.from > day || !satisfies(line, step)) return false;
    if (step.to === null || (line.to !== null && step.to >= line.to)) return true;
    day = nextDay(step.to);
  }
  return line.quantity === "0" && day === later(line.from, boundary);
}

/** False for a line that shares a period with another one in a PSA that would bill both for all of it. */
function isAligned(line: OpenLine, boundary: IsoDate, { isCut }: Cuts): boolean {
  const begins = line.from < boundary || isCut(line.from);
  return line.quantity === "0" || (begins && (line.to === null || isCut(nextDay(line.to))));
}

/** Wanted days that no kept line covers, in runs of equal values. */
function findGaps(wanted: Segment[], kept: OpenLine[], boundary: IsoDate): Segment[] {
  let gaps = wanted;
  for (const line of kept) {
    const from = later(line.from, boundary);
    gaps = gaps.flatMap((gap) => subtract(gap, from, line.to));
  }
  return [...gaps];
}

function subtract(gap: Segment, from: IsoDate, to: IsoDate | null): Segment[] {
  const before = { ...gap, to: earlierEnd(gap.to, dayBefore(from)) };
  const pieces = gap.from < from ? [before] : [];
  if (to !== null && (gap.to === null || gap.to > to)) {
    pieces.push({ ...gap, from: later(gap.from, nextDay(to)) });
  }
  return pieces;
}
