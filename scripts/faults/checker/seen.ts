import type { Strategy } from "../../months/day-text";
import type { InvoicedMonth } from "../../months/invoiced-row";
import type { Amounts, HeldLine, PsaName } from "../../months/psa-books";

/** What is known from outside of the product: of the sandboxes, of what was sent, of what a page shows. All plain data. */

export type SeenSubscription = {
  subscriptionId: string;
  /** As the PSA names its item. */
  product: string;
  /** What PRISM's invoices say that are to be in the PSA, oldest first. */
  months: InvoicedMonth[];
};

/** An agreement or contract and the one customer that is mapped to it. */
export type SeenAgreement = {
  agreementId: string;
  strategy: Strategy;
  subscriptions: SeenSubscription[];
  /** The first day that the PSA had not billed before. */
  openFrom: string;
  before: HeldLine[];
  after: HeldLine[];
  /** Amounts that are to be billed once, by their references, beyond those that were there before. */
  chargesDue: (Amounts & { reference: string })[];
};

/** What the product shows as held, failed or unknown: the PSA has to be as it was. */
export type OpenItem = {
  /** `<subscription id>:licence` or the reference of a charge. */
  key: string;
  /** How many of its months are in the PSA; all but the newest unless given. Autotask's sums count it so. */
  monthsInPsa?: number;
};

/** A write that a PSA accepted. */
export type SeenWrite = {
  seq: number;
  does: "create" | "change" | "delete";
  /** `units`: an adjustment; `item`: of the catalog. */
  to: "line" | "charge" | "units" | "item" | "agreement";
  /** Of the record; of an adjustment its contract service. null: not told. */
  id: string | null;
  agreementId: string | null;
  /** Our key; an item's SKU or name. */
  reference: string | null;
  from: string | null;
  until: string | null;
  /** After the write; of an adjustment the change. */
  quantity: string | null;
};

export type SeenMail = { to: string[]; subject: string; idempotencyKey: string | null; body: string };

export type SeenCall = { service: string; method: string; path: string; calls: number };

/** A write as a worker sent it, whether it was accepted or not, in the order of sending. */
export type Send = { connection: string; worker: string };

/** What the product recorded, for the invariants that compare it with what happened. */
export type Recorded = {
  /** Every status in which each run was seen, in that order; `null` in the place of one that is not over. */
  runs: { id: string; statuses: string[] }[];
  /** Its confirmed writes. */
  confirmed: Pick<SeenWrite, "does" | "to" | "id" | "agreementId" | "reference" | "from" | "quantity">[];
};

export type Seen = {
  psa: PsaName;
  agreements: SeenAgreement[];
  open: OpenItem[];
  /** Those of the PSA since `before`. */
  writes: SeenWrite[];
  mails: SeenMail[];
  /** By recipients and subject. */
  mailsDue: { to: string[]; subject: string }[];
  /** Addresses that mails of this organisation may go to. */
  ownAddresses: string[];
};

export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "I8" | "I9" | "I10";

/** What was promised and did not hold, in words, with what shows it. */
export type Violation = { invariant: Invariant; says: string; data: unknown };
