import type { IsoDate } from "@/lib/values";
import { dayBefore } from "../calendar/dates";
import { stepOn } from "../timeline/timeline";
import type { Segment } from "../types";
import { type Cuts, cutsIn, hasRoomFor } from "./cuts";

/** A line of ours with days at or after the boundary, as a step of a timeline; it knows where it came from. */
export type OpenLine = Segment & { index: number };

/** Compared number by number: creations, neutralised lines, changed values, moved lines. */
export type Cost = [number, number, number, number];

export type Assignment = {
  /** Lines that get new days or values, each with the step that it shall be. */
  refitted: { line: OpenLine; step: Segment }[];
  /** Lines that nothing needs: quantity 0 on their first day. */
  neutralised: OpenLine[];
  created: Segment[];
  cost: Cost;
};

type Choice = {
  cost: Cost;
  next: Choice | null;
  step: "pass" | "neutralise" | "take";
  line: number;
  gap: number;
};

export function compareCosts(a: Cost, b: Cost): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Hands lines, whose days all lie at or after the boundary, to gaps in the order of both; a gap with several lines is
 * split between them, one without is created, and a line without a gap is neutralised. That one keeps its first day,
 * so it must not lie in a gap or in `taken` days, else two lines of the key would share it: null when it cannot be
 * helped.
 */
export function assignLines(
  lines: OpenLine[],
  gaps: Segment[],
  taken: Segment[],
  cuts: Cuts,
): Assignment | null {
  if (lines.length === 0) {
    return { refitted: [], neutralised: [], created: gaps, cost: [gaps.length, 0, 0, 0] };
  }
  const wanted = [...gaps, ...taken];
  const known = new Map<string, Choice | null>();

  /** Cheapest way from line `i` on, with gap `g` open and `pieces` lines already in it. */
  function choose(i: number, g: number, pieces: number): Choice | null {
    const key = `${i} ${g} ${pieces}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const options = [takeGap(i, g, pieces), passGap(i, g, pieces), neutraliseLine(i, g, pieces)];
    const best = options.reduce((a, b) => (a && (!b || compareCosts(a.cost, b.cost) <= 0) ? a : b), null);
    known.set(key, best);
    return best;
  }

  function takeGap(i: number, g: number, pieces: number): Choice | null {
    const line = lines[i];
    const gap = gaps[g];
    if (!line || !gap || !hasRoomFor(pieces + 1, gap, cuts)) return null;
    const moved = stepOn([gap], line.from) ? 0 : 1;
    return follow(choose(i + 1, g, pieces + 1), [0, 0, changedValues(line, gap), moved], "take", i, g);
  }

  function passGap(i: number, g: number, pieces: number): Choice | null {
    if (g >= gaps.length) return i >= lines.length ? end : null;
    return follow(choose(i, g + 1, 0), [pieces === 0 ? 1 : 0, 0, 0, 0], "pass", i, g);
  }

  function neutraliseLine(i: number, g: number, pieces: number): Choice | null {
    const line = lines[i];
    if (!line || stepOn(wanted, line.from)) return null;
    return follow(choose(i + 1, g, pieces), [0, 1, 0, 0], "neutralise", i, g);
  }

  const best = choose(0, 0, 0);
  return best && carryOut(best, lines, gaps, cuts);
}

const end: Choice = { cost: [0, 0, 0, 0], next: null, step: "pass", line: -1, gap: -1 };

function follow(
  next: Choice | null,
  [created, neutralised, values, moved]: Cost,
  step: Choice["step"],
  line: number,
  gap: number,
): Choice | null {
  if (!next) return null;
  const [a, b, c, d] = next.cost;
  return { cost: [a + created, b + neutralised, c + values, d + moved], next, step, line, gap };
}

function carryOut(best: Choice, lines: OpenLine[], gaps: Segment[], cuts: Cuts): Assignment {
  const neutralised: OpenLine[] = [];
  const users = gaps.map((): OpenLine[] => []);
  for (let choice: Choice | null = best; choice !== null; choice = choice.next) {
    const line = lines[choice.line];
    if (line && choice.step === "neutralise") neutralised.push(line);
    if (line && choice.step === "take") users[choice.gap]?.push(line);
  }
  const assignment: Assignment = { refitted: [], neutralised, created: [], cost: best.cost };
  for (const [i, gap] of gaps.entries()) {
    const sharing = users[i] ?? [];
    if (sharing.length === 0) assignment.created.push(gap);
    assignment.refitted.push(...splitGap(gap, sharing, cuts));
  }
  return assignment;
}

/** Each line keeps its first day where it can, and leaves a cut for each of the others. */
function splitGap(gap: Segment, lines: OpenLine[], cuts: Cuts): Assignment["refitted"] {
  const last = lines.at(-1)?.from ?? gap.from;
  const possible = lines.length > 1 ? cutsIn(gap, cuts, last, lines.length) : [gap.from];
  const starts: IsoDate[] = [];
  let index = -1;
  for (const [i, line] of lines.entries()) {
    const own = possible.findIndex((day) => day >= line.from);
    const latest = possible.length - (lines.length - i);
    index = i === 0 ? 0 : Math.max(index + 1, Math.min(own < 0 ? latest : own, latest));
    starts.push(possible[index] ?? gap.from);
  }
  return lines.map((line, i) => {
    const next = starts[i + 1];
    const to = next === undefined ? gap.to : dayBefore(next);
    return { line, step: { ...gap, from: starts[i] ?? gap.from, to } };
  });
}

function changedValues(line: OpenLine, wanted: Segment): number {
  const { quantity, unitCost, unitPrice } = wanted;
  return (
    (line.quantity === quantity ? 0 : 1) +
    (unitCost === null || line.unitCost === unitCost ? 0 : 1) +
    (unitPrice === null || line.unitPrice === unitPrice ? 0 : 1)
  );
}
