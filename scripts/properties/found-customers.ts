import type { BilledDays } from "../months/prism-desk";
import { type GeneratedCustomer, generatedMonths, prices } from "./generated-customer";

/** Generated customers that once broke a promise, cut down to what it took; each test plays them first. */

type Row = [fromDay: number, toDay: number, quantity: string, price: 0 | 1];

function rows(month: 0 | 1, ...all: Row[]): BilledDays[] {
  const day = (number: number) => `${generatedMonths[month].slice(0, 8)}${String(number).padStart(2, "0")}`;
  return all.map(([from, to, quantity, price]) => ({
    from: day(from),
    to: day(to),
    quantity,
    ...prices[price],
  }));
}

const ordinary = {
  strategy: "cost_and_retail",
  prorates: true,
  inAdvance: false,
  billedAhead: false,
} as const;

export const foundCustomers: GeneratedCustomer[] = [
  // Two services of one product were to be made on a contract, and the units of both went to the first.
  {
    ...ordinary,
    subscriptions: [
      { product: 1, months: [rows(0, [8, 31, "1", 1]), []] },
      { product: 1, months: [rows(0, [1, 2, "2", 0], [3, 15, "7", 0], [16, 31, "3", 0]), []] },
    ],
  },
  // The cost that a few days' amount comes to was a cent off the one that was written, and seemed edited by hand.
  {
    ...ordinary,
    subscriptions: [{ product: 0, months: [rows(0, [1, 7, "2", 0], [11, 16, "2", 0]), []] }],
  },
  // Once a subscription had left its service, its billed days counted as those of the one that came after it.
  {
    ...ordinary,
    billedAhead: true,
    subscriptions: [
      { product: 0, months: [rows(0, [28, 31, "3", 1]), rows(1, [1, 30, "2", 0])] },
      { product: 0, months: [rows(0, [1, 31, "3", 0]), rows(1, [1, 27, "7", 1], [28, 30, "7", 0])] },
      { product: 0, months: [rows(0, [1, 15, "1", 0]), rows(1, [3, 8, "2", 0], [9, 30, "2", 1])] },
    ],
  },
  // Once one of two that share a service was settled, its billed days counted as those of the other.
  {
    ...ordinary,
    strategy: "cost_only",
    billedAhead: true,
    subscriptions: [
      { product: 0, months: [rows(0, [20, 27, "1", 0], [29, 31, "3", 0]), rows(1, [1, 30, "0", 1])] },
      { product: 0, months: [[], rows(1, [1, 30, "7", 0])] },
    ],
  },
  // A price that neither PRISM nor an earlier line tells is asked about once there is a line that does.
  {
    ...ordinary,
    strategy: "cost_only",
    billedAhead: true,
    subscriptions: [{ product: 1, months: [[], rows(1, [1, 30, "7", 0])] }],
  },
];
