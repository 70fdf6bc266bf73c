import fc from "fast-check";
import type { AgreementLine } from "@/workers/connectors/psa";
import { billingCalendar } from "../calendar/boundary";
import { aLine, anAgreement, aStep, dateOf, dayNumber, key } from "../testing/build";
import { holdsForAll, printSeed } from "../testing/run-property";
import { mergeSegments } from "../timeline/timeline";
import type { Segment } from "../types";
import { planLines } from "./plan-lines";

beforeAll(() => printSeed("fitLines"));

/** A tiny world that can be searched through: days 0 to 6 from the boundary on, the last one standing for all later ones. */
const boundary = "2026-10-01";
const lastDay = 6;
const dateOfDay = (day: number) => dateOf(dayNumber(boundary) + day);

type Span = { from: number; to: number; quantity: string };

const spans = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 2 }),
      length: fc.integer({ min: 1, max: 3 }),
      quantity: fc.constantFrom("0", "1", "2"),
    }),
    { maxLength: 3 },
  )
  .map((parts) => {
    const found: Span[] = [];
    let day = 0;
    for (const { gap, length, quantity } of parts) {
      const from = day + gap;
      const to = Math.min(lastDay, from + length - 1);
      if (from <= to) found.push({ from, to, quantity });
      day = to + 1;
    }
    return found;
  });

/** The first line may reach back before the boundary. */
const cases = fc
  .record({ wanted: spans, lines: spans, early: fc.boolean() })
  .map(({ wanted, lines, early }) => ({
    wanted: wanted.filter(({ quantity }) => quantity !== "0"),
    lines: lines.map((line, i) => (i === 0 && early && line.from === 0 ? { ...line, from: -5 } : line)),
  }));

function toSegment({ from, to, quantity }: Span): Segment {
  return aStep(dateOfDay(from), to === lastDay ? null : dateOfDay(to), quantity);
}

function toLine(span: Span, index: number): AgreementLine {
  return aLine({ ...toSegment(span), unitCost: "20", unitPrice: "30", id: `line-${index}` });
}

/** What a line may become: as it is, or anything right; whatever it becomes, it bills only what is wanted. */
function futures(line: Span, wantedOn: string[]): { span: Span; writes: number }[] {
  const options: { span: Span; writes: number }[] = [];
  const add = (span: Span) => {
    const same = span.from === line.from && span.to === line.to && span.quantity === line.quantity;
    if (isTrue(span, wantedOn)) options.push({ span, writes: same ? 0 : 1 });
  };
  add(line);
  if (line.from < 0) {
    for (let to = -1; to <= lastDay; to++) add({ ...line, to });
    return options;
  }
  for (let from = 0; from <= lastDay; from++) {
    for (let to = from; to <= lastDay; to++) for (const quantity of ["1", "2"]) add({ from, to, quantity });
    add({ from, to: from, quantity: "0" });
  }
  return options;
}

function isTrue({ from, to, quantity }: Span, wantedOn: string[]): boolean {
  for (let day = Math.max(0, from); day <= to; day++) if (wantedOn[day] !== quantity) return false;
  return true;
}

/** Tries every future of every line; what no line covers is created, a line for each run of equal days. */
function fewestWrites(lines: Span[], wantedOn: string[], covered: boolean[] = []): number {
  const [line, ...rest] = lines;
  if (!line) {
    let creations = 0;
    for (let day = 0; day <= lastDay; day++) {
      const missing = wantedOn[day] !== "0" && !covered[day];
      const goesOn = day > 0 && !covered[day - 1] && wantedOn[day - 1] === wantedOn[day];
      if (missing && !goesOn) creations++;
    }
    return creations;
  }
  let fewest = Number.POSITIVE_INFINITY;
  for (const { span, writes } of futures(line, wantedOn)) {
    const taken = [...covered];
    let free = true;
    for (let day = Math.max(0, span.from); day <= span.to; day++) {
      if (taken[day]) free = false;
      taken[day] = true;
    }
    if (free) fewest = Math.min(fewest, writes + fewestWrites(rest, wantedOn, taken));
  }
  return fewest;
}

test("no other way needs fewer writes", () => {
  const calendar = billingCalendar(anAgreement({ nextInvoiceDate: "2026-11-01" }));
  if (!calendar) throw new Error("The agreement has no calendar.");
  holdsForAll(cases, 2_000, ({ wanted, lines }) => {
    const wantedOn = Array.from({ length: lastDay + 1 }, (_, day) => {
      return wanted.find(({ from, to }) => from <= day && day <= to)?.quantity ?? "0";
    });
    const own = lines.map(toLine);
    const plan = planLines(mergeSegments(wanted.map(toSegment)), {
      key,
      itemId: "item-1",
      strategy: "cost_and_retail",
      calendar,
      own,
      billable: own,
    });
    expect(plan?.actions.length).toBe(fewestWrites(lines, wantedOn));
  });
});
