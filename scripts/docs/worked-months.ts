import type { BilledDays, SubscriptionFacts } from "../months/prism-desk";

/** October is invoiced, synced and billed first; what is told happens in November. */
export const workedMonths = { before: "2026-10-01", shown: "2026-11-01" } as const;

/** `says`: what the invoice line is called, where it is not the product. */
type Row = BilledDays & { says?: string };

export type WorkedSubscription = {
  /** One of `products`. */
  product: ProductKey;
  facts?: SubscriptionFacts;
  before?: Row[];
  shown: Row[];
  /** What PRISM says of it when the invoice of the month that is shown is there; active unless given. */
  afterwards?: SubscriptionFacts;
};

export type WorkedMonth = {
  /** Names its place on the page. */
  slug: string;
  /** In whose name it is played; nobody reads it. */
  customer: string;
  subscriptions: WorkedSubscription[];
  /** How ConnectWise's agreement differs from one that prorates and is billed in arrears. */
  agreement?: { prorateFlag?: boolean; periodType?: "Future"; nextInvoiceDate?: string };
  /** The PSA has billed the month that is shown before PRISM invoiced it. */
  billedAhead?: true;
};

type Product = { sku: string; says: string };

export const products = {
  premium: { sku: "P1Y:M:CFQ7TTC0LCHC:0002", says: "Microsoft 365 Business Premium" },
  azure: { sku: "DZH318Z0BPS6:0001", says: "Azure plan" },
  yearly: { sku: "P1Y:A:CFQ7TTC0LCHC:0002", says: "Microsoft 365 Business Premium (paid yearly)" },
} satisfies Record<string, Product>;

type ProductKey = keyof typeof products;

/** Round in a month of 30 days: a seat costs 0.70 a day and sells for 1.00. */
const even = { unitCost: "21.00", unitPrice: "30.00" };

function inOctober(quantity: string, prices = even, to = "2026-10-31"): Row[] {
  return [{ from: "2026-10-01", to, quantity, ...prices }];
}

function inNovember(fromDay: number, toDay: number, quantity: string, prices = even): Row {
  const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}`;
  return { from: day(fromDay), to: day(toDay), quantity, ...prices };
}

const seatAdded: WorkedSubscription = {
  product: "premium",
  before: inOctober("10"),
  shown: [inNovember(1, 14, "10"), inNovember(15, 30, "11")],
};

/** Prices of which no share of a month is round. */
const odd = { unitCost: "28.19", unitPrice: "34.55" };

export const months: WorkedMonth[] = [
  { slug: "seat-added", customer: "Banksia Dental Group", subscriptions: [seatAdded] },
  {
    slug: "price-changed",
    customer: "Coral Bay Freight",
    subscriptions: [
      {
        product: "premium",
        before: inOctober("10"),
        shown: [inNovember(1, 9, "10"), inNovember(10, 30, "10", { unitCost: "22.50", unitPrice: "33.00" })],
      },
    ],
  },
  {
    slug: "leaver",
    customer: "Claymore Insurance Brokers",
    subscriptions: [
      {
        product: "premium",
        before: inOctober("10"),
        shown: [inNovember(1, 12, "10")],
        afterwards: { status: "Deleted" },
      },
    ],
  },
  {
    slug: "returner",
    customer: "Kookaburra Early Learning",
    subscriptions: [
      {
        product: "premium",
        facts: { status: "Deleted" },
        before: inOctober("10", { unitCost: "21.70", unitPrice: "31.00" }, "2026-10-12"),
        shown: [inNovember(15, 30, "8")],
        afterwards: { status: "Active" },
      },
    ],
  },
  {
    slug: "azure",
    customer: "Stonefruit Media",
    subscriptions: [
      {
        product: "azure",
        facts: { displayTemplate: "Azure" },
        shown: [inNovember(1, 30, "1", { unitCost: "412.57", unitPrice: "474.46" })],
      },
    ],
  },
  {
    slug: "annual",
    customer: "Brightwater Accounting",
    subscriptions: [
      {
        product: "yearly",
        facts: { billingCycle: "Annual" },
        shown: [
          {
            from: "2026-11-01",
            to: "2027-10-31",
            quantity: "3",
            unitCost: "338.28",
            unitPrice: "414.60",
            ratio: "1",
          },
        ],
      },
    ],
  },
  {
    slug: "credit",
    customer: "Marlin Marine Electrics",
    subscriptions: [
      {
        product: "premium",
        before: inOctober("10"),
        shown: [
          inNovember(1, 30, "10"),
          {
            ...inNovember(1, 30, "1", { unitCost: "-21.00", unitPrice: "-30.00" }),
            says: "Credit: a seat billed twice",
          },
        ],
      },
    ],
  },
  {
    slug: "billed-ahead",
    customer: "Zephyr Air Conditioning",
    subscriptions: [seatAdded],
    agreement: { periodType: "Future", nextInvoiceDate: "2026-10-01" },
    billedAhead: true,
  },
  {
    slug: "not-prorated",
    customer: "Jacaranda Community Housing",
    subscriptions: [seatAdded],
    agreement: { prorateFlag: false },
  },
  {
    slug: "shared-service",
    customer: "Pacific Loom Textiles",
    subscriptions: [
      {
        product: "premium",
        before: inOctober("4", odd),
        shown: [inNovember(1, 14, "4", odd), inNovember(15, 30, "5", odd)],
      },
      {
        product: "premium",
        before: inOctober("7", odd),
        shown: [inNovember(1, 14, "7", odd), inNovember(15, 30, "9", odd)],
      },
    ],
  },
];
