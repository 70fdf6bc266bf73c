/** What a PSA holds and bills, told the same way for each. Dates are plain, money and quantities are decimals as text. */

export type PsaName = "connectwise" | "autotask";

/** `charge`: an amount that is billed once; `line`: something that goes on. */
type What = "line" | "charge";

export type Amounts = { cost: string; price: string };

/** A stretch of days on which the PSA holds the same; `to` null: open. */
export type HeldLine = {
  id: string;
  what: What;
  /** Our key; null: it carries none. */
  reference: string | null;
  name: string;
  from: string;
  to: string | null;
  quantity: string;
  /** Of one unit for a whole billing period; null: the PSA does not show it. */
  ofOne: Amounts | null;
  /** Of these units on these days; null: the PSA works it out when it bills. */
  ofRow: Amounts | null;
};

export type BilledLine = {
  agreementId: string;
  heldId: string;
  what: What;
  reference: string | null;
  name: string;
  from: string;
  to: string;
  days: number;
  periodDays: number;
  quantity: string;
  unitCost: string;
  unitPrice: string;
  cost: string;
  price: string;
};

export type PsaBooks = {
  /** The first day that the PSA has not billed. */
  openFrom(agreementId: string): Promise<string>;
  /** What the product wrote to an agreement or contract, by name and first day. */
  held(agreementId: string): Promise<HeldLine[]>;
  /** Bills the next period of these; answers what the product wrote. */
  bill(agreementIds: string[]): Promise<BilledLine[]>;
};

/** `<id>:<kind><yymm>`, and its further ones. */
const charge = /:(azure|annual|credit|catch)\d{4}(\.\d+)?$|^line:/;

export function whatIs(reference: string | null): What {
  return reference !== null && charge.test(reference) ? "charge" : "line";
}

export function byNameAndDay(a: HeldLine, b: HeldLine): number {
  const order = ({ what, name, from, id }: HeldLine) => `${what === "charge" ? 2 : 1} ${name} ${from} ${id}`;
  return order(a) < order(b) ? -1 : 1;
}
