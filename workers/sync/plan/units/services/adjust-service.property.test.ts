import fc from "fast-check";
import { dateOf, dayNumber } from "../../testing/build";
import { holdsForAll, printSeed } from "../../testing/run-property";
import { mergeSegments } from "../../timeline/timeline";
import type { Segment } from "../../types";
import { adjustService } from "./adjust-service";

beforeAll(() => printSeed("adjustService"));

type Day = { units: number; price: string | null };

const first = dayNumber("2026-10-01");
const dates = [0, 1, 2, 3].map((i) => dateOf(first + i));
const window = { from: dates[0] ?? "", to: dates.at(-1) ?? "" };

const heldDay = fc.record({ units: fc.integer({ min: 0, max: 3 }), price: fc.constantFrom("30", "31") });
const wantedDay = fc.record({
  units: fc.integer({ min: 0, max: 3 }),
  price: fc.constantFrom("30", "31", "31", null),
});
const services = fc.record({
  held: fc.array(heldDay, { minLength: 4, maxLength: 4 }),
  wanted: fc.array(wantedDay, { minLength: 4, maxLength: 4 }),
  taken: fc.subarray(dates, { maxLength: 1 }),
});

/** Rows without units as the PSA has them, too: they have a price. */
function toRows(days: Day[]): Segment[] {
  return days.map(({ units, price }, i) => {
    const day = dates[i] ?? "";
    const to = i === days.length - 1 ? null : day;
    return { from: day, to, quantity: String(units), unitCost: null, unitPrice: price };
  });
}

type Try = { day: number; change: number; price: string | null };

/** The days as they are once the PSA has taken all of these, or null where it refuses one. */
function send(held: Day[], tries: Try[]): Day[] | null {
  let days = held;
  for (const { day, change, price } of tries) {
    days = days.map((now, i) => (i < day ? now : { units: now.units + change, price: price ?? now.price }));
    if (days.some(({ units }) => units < 0)) return null;
  }
  return days;
}

function isRight(days: Day[] | null, wanted: Day[]): boolean {
  return (
    days?.every(({ units, price }, i) => {
      const asked = wanted[i];
      return units === asked?.units && (units === 0 || asked.price === null || price === asked.price);
    }) ?? false
  );
}

function* orders<Item>(items: Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries()) {
    for (const rest of orders(items.filter((_, other) => other !== i))) yield [item, ...rest];
  }
}

/** Every choice of named prices, in every order. */
function fewestByTrying(held: Day[], wanted: Day[], taken: string[]): number | null {
  let shift = 0;
  const changes = held.map(({ units }, i) => {
    const change = (wanted[i]?.units ?? 0) - units - shift;
    shift += change;
    return change;
  });
  let fewest: number | null = null;
  for (let way = 0; way < 3 ** held.length; way++) {
    const tries = changes
      .map((change, day) => ({
        day,
        change,
        price: [null, "30", "31"][Math.floor(way / 3 ** day) % 3] ?? null,
      }))
      .filter(({ change, price }) => change !== 0 || price !== null);
    if (fewest !== null && tries.length >= fewest) continue;
    if (tries.some(({ day }) => taken.includes(dates[day] ?? ""))) continue;
    if ([...orders(tries)].some((order) => isRight(send(held, order), wanted))) fewest = tries.length;
  }
  return fewest;
}

test("as few adjustments as trying all of them finds, one a date, none of them refused", () => {
  holdsForAll(services, 2_000, ({ held, wanted, taken }) => {
    const adjustments = adjustService(toRows(held), mergeSegments(toRows(wanted)), window, new Set(taken));
    expect(adjustments?.length ?? null).toBe(fewestByTrying(held, wanted, taken));
    if (!adjustments) return;
    const sent = adjustments.map(({ date, unitChange, unitPrice }) => ({
      day: dates.indexOf(date),
      change: unitChange.toNumber(),
      price: unitPrice,
    }));
    expect(isRight(send(held, sent), wanted)).toBe(true);
    expect(new Set(sent.map(({ day }) => day)).size).toBe(sent.length);
    expect(sent.some(({ day }) => taken.includes(dates[day] ?? ""))).toBe(false);
  });
});
