import fc from "fast-check";
import { addDays, daysInMonth } from "@/sandbox/world/plain-dates";

/** The usage months that PRISM may come to invoice, in their order. */
export const usageMonths = ["2026-10-01", "2026-11-01", "2026-12-01"] as const;

export type InvoicedDays = { from: string; to: string; quantity: string; price: 0 | 1 };

export type PlannedSubscription = {
  /** Which of the two products. */
  product: 0 | 1;
  /** What each month's invoice says of it. */
  months: InvoicedDays[][];
};

export type PlannedCustomer = {
  /** Customers with the same agreement share it, in Autotask with its services. */
  agreement: 0 | 1;
  subscriptions: PlannedSubscription[];
  /** What the usage of each month comes to, in partner cost; null: the customer has none. */
  usage: string[] | null;
};

/** A small organisation: one program sync with its customers. */
export type WorldPlan = {
  psa: "connectwise" | "autotask";
  customers: PlannedCustomer[];
  /** A change of more pieces is held until a person approves it; null: none is. */
  guardQuantity: number | null;
};

/** By one piece and month. */
export const priceList = [
  { unitCost: "19.37", unitPrice: "28.19" },
  { unitCost: "20", unitPrice: "30" },
] as const;

export const quantities = fc.constantFrom("1", "2", "3", "7", "40");

type Cut = { day: number; quantity: string; price: 0 | 1 };

function daysOf(month: string): fc.Arbitrary<InvoicedDays[]> {
  const cut: fc.Arbitrary<Cut> = fc.record({
    day: fc.integer({ min: 2, max: daysInMonth(month) }),
    quantity: quantities,
    price: fc.constantFrom(0, 0, 0, 1),
  });
  return fc
    .tuple(cut, fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, cut))
    .map(([first, second]) =>
      stretches(month, second ? [{ ...first, day: 1 }, second] : [{ ...first, day: 1 }]),
    );
}

function stretches(month: string, cuts: Cut[]): InvoicedDays[] {
  return cuts.map(({ day, quantity, price }, i) => {
    const last = (cuts[i + 1]?.day ?? daysInMonth(month) + 1) - 1;
    return { from: addDays(month, day - 1), to: addDays(month, last - 1), quantity, price };
  });
}

const subscriptions: fc.Arbitrary<PlannedSubscription> = fc.record({
  product: fc.constantFrom(0, 0, 1),
  months: fc.tuple(...usageMonths.map(daysOf)),
});

const customers: fc.Arbitrary<PlannedCustomer> = fc.record({
  agreement: fc.constantFrom(0, 0, 1),
  subscriptions: fc.array(subscriptions, { minLength: 1, maxLength: 2 }),
  usage: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc.array(fc.constantFrom("12.5", "140.05"), { minLength: 3, maxLength: 3 }),
  ),
});

export function worldPlans(psa: WorldPlan["psa"]): fc.Arbitrary<WorldPlan> {
  return fc.record({
    psa: fc.constant(psa),
    customers: fc.array(customers, { minLength: 1, maxLength: 3 }),
    guardQuantity: fc.constantFrom(null, null, 20),
  });
}
