import fc from "fast-check";
import type { pricingStrategies } from "@/db/schema";
import { addDays, daysInMonth, lastDayOf } from "@/sandbox/world/plain-dates";
import type { BilledDays } from "../months/prism-desk";

/** The months that are generated, in their order; PRISM invoices one after the other. */
export const generatedMonths = ["2026-10-01", "2026-11-01"] as const;

export type GeneratedSubscription = {
  /** Which of two products. */
  product: 0 | 1;
  /** The rows of each month's invoice, by day, without an overlap. */
  months: [BilledDays[], BilledDays[]];
};

/** A customer with its months, and how its PSA bills it. */
export type GeneratedCustomer = {
  strategy: (typeof pricingStrategies)[number];
  /** ConnectWise; Autotask always prorates, and bills when somebody posts. */
  prorates: boolean;
  inAdvance: boolean;
  /** The PSA has billed the second month before PRISM invoices it. */
  billedAhead: boolean;
  subscriptions: GeneratedSubscription[];
};

/** Few values, so that neighbours are often equal. */
const quantities = fc.constantFrom("0", "1", "2", "3", "7", "40");
export const prices = [
  { unitCost: "19.37", unitPrice: "28.19" },
  { unitCost: "20", unitPrice: "30.00" },
] as const;

type Cut = { day: number; isHeld: boolean; quantity: string; price: 0 | 1 };

/** At most three changes inside a month; some stretches are not held at all. */
function rowsOf(month: string): fc.Arbitrary<BilledDays[]> {
  const cut: fc.Arbitrary<Cut> = fc.record({
    day: fc.integer({ min: 2, max: daysInMonth(month) }),
    isHeld: fc.integer({ min: 0, max: 4 }).map((one) => one > 0),
    quantity: quantities,
    price: fc.constantFrom(0, 0, 1),
  });
  return fc
    .tuple(cut, fc.uniqueArray(cut, { selector: ({ day }) => day, maxLength: 3 }))
    .map(([first, cuts]) => stretches(month, [{ ...first, day: 1 }, ...cuts]));
}

function stretches(month: string, cuts: Cut[]): BilledDays[] {
  const sorted = cuts.toSorted((a, b) => a.day - b.day);
  return sorted.flatMap(({ day, isHeld, quantity, price }, i) => {
    const last = (sorted[i + 1]?.day ?? daysInMonth(month) + 1) - 1;
    if (!isHeld) return [];
    return [{ from: addDays(month, day - 1), to: addDays(month, last - 1), quantity, ...prices[price] }];
  });
}

const subscription: fc.Arbitrary<GeneratedSubscription> = fc.record({
  product: fc.constantFrom(0, 0, 1),
  months: fc.tuple(rowsOf(generatedMonths[0]), rowsOf(generatedMonths[1])),
});

/** The most subscriptions that a generated customer has. */
export const mostSubscriptions = 3;

export const generatedCustomers: fc.Arbitrary<GeneratedCustomer> = fc
  .record({
    strategy: fc.constantFrom("cost_and_retail", "cost_and_retail", "cost_only", "quantity_only"),
    prorates: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
    inAdvance: fc.boolean(),
    billedAhead: fc.integer({ min: 0, max: 2 }).map((one) => one === 0),
    subscriptions: fc.array(subscription, { minLength: 1, maxLength: mostSubscriptions }),
  })
  .map((one) => ({ ...one, billedAhead: one.billedAhead && knowsPrices(one) }));

/** Where PRISM's prices are not taken, what is owed for billed days needs a line that tells the PSA's. */
function knowsPrices({ strategy, subscriptions }: GeneratedCustomer): boolean {
  const goesOn = ({ months: [first] }: GeneratedSubscription) => {
    const last = first.at(-1);
    return last !== undefined && last.quantity !== "0" && last.to === lastDayOf(generatedMonths[0]);
  };
  return strategy === "cost_and_retail" || subscriptions.every(goesOn);
}
