/** A day in a month that is told by its distance from the newest usage month: 0 the newest itself, 1 the next to be issued. */
export type Moment = { month: number; day: number };

/** A subscription beside those that a customer's kit brings: it may begin or end inside a month. */
export type SpecialHolding = {
  customer: string;
  product: string;
  quantity: number;
  from?: Moment;
  lastDay?: Moment;
};

export const specialHoldings: SpecialHolding[] = [
  { customer: "zephyr", product: "visio-flex", quantity: 2, lastDay: { month: -1, day: 21 } },
  { customer: "halcyon", product: "copilot", quantity: 3, from: { month: -1, day: 9 } },
  { customer: "claymore", product: "project-flex", quantity: 3, lastDay: { month: 0, day: 18 } },
  { customer: "kookaburra", product: "exchange-flex", quantity: 4, lastDay: { month: 0, day: 9 } },
  { customer: "stonefruit", product: "copilot", quantity: 5, from: { month: 0, day: 12 } },
  { customer: "redgum", product: "project", quantity: 2, from: { month: 0, day: 19 } },
  { customer: "oakhurst", product: "power-bi", quantity: 4, from: { month: 1, day: 6 } },
  { customer: "marlin", product: "visio-flex", quantity: 1, lastDay: { month: 1, day: 16 } },
  { customer: "bluegum", product: "visio-flex", quantity: 2, lastDay: { month: 2, day: 13 } },
  { customer: "banksia", product: "cloud-pc", quantity: 6, from: { month: 3, day: 14 } },
  { customer: "emuflat", product: "basic-flex", quantity: 3, lastDay: { month: 3, day: 24 } },
  { customer: "ironbark", product: "copilot", quantity: 4, from: { month: 5, day: 4 } },
];

/** Seat changes that are always there, on top of the drawn ones; `twice` means again six days later. */
export const certainChanges: { customer: string; product: string; at: Moment; twice?: true }[] = [
  { customer: "penrose", product: "premium", at: { month: 0, day: 11 } },
  { customer: "brightwater", product: "premium", at: { month: 0, day: 8 }, twice: true },
  { customer: "vantage", product: "premium", at: { month: 0, day: 20 } },
  { customer: "ironbark", product: "premium", at: { month: 1, day: 10 } },
  { customer: "claymore", product: "premium", at: { month: 1, day: 15 }, twice: true },
];

/** New prices in the price list, in force from the first day of a month. */
export const listPriceChanges: { product: string; month: number; price: string; retailPrice: string }[] = [
  { product: "power-bi", month: 2, price: "20.45", retailPrice: "25.06" },
];

/** One subscription whose term renews at a new price inside a month. */
export const renewals: {
  customer: string;
  product: string;
  at: Moment;
  price: string;
  retailPrice: string;
}[] = [
  {
    customer: "brightwater",
    product: "premium",
    at: { month: 4, day: 16 },
    price: "29.60",
    retailPrice: "36.28",
  },
];
