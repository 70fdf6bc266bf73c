import type { CustomerRow, Kit } from "./data/customers";
import { type SpecialHolding, specialHoldings } from "./data/events";
import { drawBetween, randomFrom } from "./random";

/** Products of a way of working, with the share of the seats that have each. */
const kits: Record<Kit, [product: string, share: number][]> = {
  micro: [
    ["standard", 0.7],
    ["exchange", 0.4],
  ],
  office: [
    ["premium", 0.9],
    ["exchange", 0.2],
  ],
  mixed: [
    ["standard", 0.5],
    ["basic", 0.4],
    ["exchange", 0.15],
  ],
  clinic: [
    ["premium", 0.6],
    ["basic", 0.4],
    ["email-defender", 1],
  ],
  studio: [
    ["standard", 0.9],
    ["visio", 0.2],
    ["power-bi", 0.15],
  ],
  field: [
    ["basic", 0.5],
    ["f3", 0.4],
    ["standard", 0.2],
  ],
  enterprise: [
    ["e3", 0.4],
    ["f3", 0.5],
    ["e5", 0.05],
    ["entra", 0.3],
    ["rooms", 0.03],
  ],
};

const extras = [
  "copilot",
  "defender",
  "visio",
  "project",
  "power-bi",
  "exchange-2",
  "sharepoint",
  "phone",
].concat(["intune", "cloud-pc", "cloud-pc-large", "rooms", "apps"]);

/** What a customer holds: its kit, up to two drawn extras, and what the data names for it. */
export function wantedHoldings(customer: CustomerRow): SpecialHolding[] {
  const random = randomFrom(`kit of ${customer.key}`);
  const special = specialHoldings.filter((holding) => holding.customer === customer.key);
  const taken = new Set([
    ...kits[customer.kit].map(([product]) => product),
    ...special.map((one) => one.product),
  ]);
  const wanted: SpecialHolding[] = kits[customer.kit].map(([product, share]) => ({
    customer: customer.key,
    product,
    quantity: Math.max(1, Math.round(customer.seats * share)),
  }));
  for (let left = drawBetween(random, 0, 2); left > 0; left -= 1) {
    const free = extras.filter((product) => !taken.has(product));
    const product = free[drawBetween(random, 0, free.length - 1)];
    if (product === undefined) break;
    taken.add(product);
    const most = Math.max(2, Math.round(customer.seats * 0.2));
    wanted.push({ customer: customer.key, product, quantity: drawBetween(random, 1, most) });
  }
  return [...wanted, ...special];
}
