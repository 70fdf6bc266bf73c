import type { Strategy } from "../../months/day-text";
import type { BilledDays } from "../../months/prism-desk";

/** Two months of a few customers that call for every kind of write; the second is what workers are killed over. */

export const referenceMonths = ["2026-10-01", "2026-11-01"] as const;

/** Those of October are in both PSAs' catalogues, the others in neither. */
export const referenceSkus = [
  "P1Y:M:CFQ7TTC0LCHC:0002",
  "P1Y:M:CFQ7TTC0LDPB:0001",
  "P1Y:M:CFQ7TTC0LH05:0001",
  "P1Y:M:CFQ7TTC0LH0T:0001",
] as const;

export type ReferenceSubscription = {
  /** Of the SKUs above. */
  product: 0 | 1 | 2 | 3;
  months: [BilledDays[], BilledDays[]];
  /** What PRISM says after November. */
  status: "Active" | "Deleted";
  usage: boolean;
};

export type ReferenceCustomer = {
  name: string;
  strategy: Strategy;
  subscriptions: ReferenceSubscription[];
  /** Its agreement has ended with October: nothing of November can be written. */
  ended: boolean;
  /** Its subscriptions that a person has to decide on, by their place. */
  held: number[];
};

const usual = { unitCost: "19.37", unitPrice: "28.19" };
const dearer = { unitCost: "20", unitPrice: "30.00" };

function days(month: 0 | 1, from: number, to: number, quantity: number, prices = usual): BilledDays {
  const day = (number: number) => `${referenceMonths[month].slice(0, 8)}${String(number).padStart(2, "0")}`;
  return { from: day(from), to: day(to), quantity: String(quantity), ...prices };
}

/** `null`: not held in October. */
function holds(
  product: ReferenceSubscription["product"],
  october: number | null,
  november: BilledDays[],
  rest: Partial<ReferenceSubscription> = {},
): ReferenceSubscription {
  const first = october === null ? [] : [days(0, 1, 31, october)];
  return { product, months: [first, november], status: "Active", usage: false, ...rest };
}

const whole = (quantity: number, prices = usual) => [days(1, 1, 30, quantity, prices)];
const ended = { status: "Deleted" } as const;
const none = { ended: false, held: [] };

export const referenceCustomers: ReferenceCustomer[] = [
  {
    ...none,
    name: "St Brendan's College",
    strategy: "cost_and_retail",
    subscriptions: [
      holds(0, 5, whole(8)),
      holds(1, 3, whole(3)),
      holds(2, null, [days(1, 10, 30, 4)]),
      holds(1, 2, [days(1, 1, 12, 2)], ended),
      holds(0, null, [days(1, 1, 30, 1, { unitCost: "12.34", unitPrice: "15.67" })], { usage: true }),
    ],
  },
  {
    ...none,
    name: "Jacaranda Community Housing",
    strategy: "cost_and_retail",
    subscriptions: [
      holds(0, 7, [days(1, 1, 15, 7), days(1, 16, 30, 9)]),
      holds(1, 4, [days(1, 1, 30, 4, dearer)]),
      holds(1, null, whole(6)),
      holds(3, null, whole(2)),
    ],
  },
  {
    ...none,
    name: "Coral Bay Freight",
    strategy: "cost_and_retail",
    subscriptions: [
      holds(0, 10, whole(6)),
      holds(1, 1, whole(2)),
      holds(0, null, whole(3)),
      holds(3, null, [days(1, 20, 30, 1)]),
      holds(1, 2, [days(1, 1, 10, 2)]),
    ],
    held: [4],
  },
  {
    ...none,
    name: "Fernleigh Veterinary Hospital",
    strategy: "cost_only",
    subscriptions: [
      holds(0, 3, whole(5)),
      holds(1, 2, [days(1, 1, 20, 2)], ended),
      holds(1, null, whole(1)),
      holds(0, 4, whole(4)),
    ],
  },
  {
    ...none,
    name: "Emu Flat Poultry",
    strategy: "quantity_only",
    subscriptions: [holds(0, 2, whole(3)), holds(1, 5, whole(5)), holds(1, null, whole(2))],
  },
  {
    ...none,
    name: "Banksia Dental Group",
    strategy: "cost_and_retail",
    subscriptions: [holds(0, 6, whole(7)), holds(1, 2, whole(1))],
    ended: true,
  },
];
