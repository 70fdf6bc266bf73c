import type { DecimalText, IsoDate } from "@/lib/values";
import type {
  AgreementLine,
  LineChange,
  NewCharge,
  NewLine,
  PsaAgreement,
  PsaCharge,
} from "@/workers/connectors/psa";

/** One step of a timeline. Both ends included; `to` null: carried forward. null cost or price: not ours to write. */
export type Segment = {
  from: IsoDate;
  to: IsoDate | null;
  quantity: DecimalText;
  unitCost: DecimalText | null;
  unitPrice: DecimalText | null;
};

export type PricingStrategy = "cost_and_retail" | "cost_only" | "quantity_only";

export type LineKind = "licence" | "azure" | "annual" | "credit" | "trial" | "unassigned";

/** An invoice line as the planner needs it. */
export type ChargeLine = {
  chargeStart: IsoDate;
  chargeEnd: IsoDate;
  quantity: DecimalText;
  unitCost: DecimalText;
  unitPrice: DecimalText;
  billableRatio: DecimalText;
  costAmount: DecimalText;
  priceAmount: DecimalText;
};

/** The lines of one subscription on one invoice. */
export type SubscriptionBill = {
  invoiceId: string;
  periodStart: IsoDate;
  periodEnd: IsoDate;
  lines: ChargeLine[];
};

export type SubscriptionInput = {
  /** `<subscription id>:<kind>`, what the PSA's line carries as its reference. */
  key: string;
  /**
   * Every bill from the oldest that is not yet confirmed in the PSA up to the newest, without a hole.
   * A bill without lines says that the subscription is missing from that invoice.
   */
  bills: SubscriptionBill[];
  /**
   * The timeline as last confirmed in the PSA (an earlier plan's `after`); null: nothing was confirmed.
   * It stands for the days before the bills, and tells what a person edited.
   */
  confirmed: Segment[] | null;
  /** What PRISM's tenants call says now; null: it does not know the subscription. */
  subscriptionActive: boolean | null;
  strategy: PricingStrategy;
  /** What is to stand again from the boundary on, whatever the bills say; left out: the bills are followed. */
  restore?: Segment[] | null;
  /** The PSA's item for the product. */
  itemId: string;
  agreement: PsaAgreement;
  /** Every line of the agreement as just read. */
  lines: AgreementLine[];
  /** Lines that we created for this key, as remembered; they count as ours whatever their reference says now. */
  storedLineIds: string[];
  /** The product as the customer reads it, for the name of a charge. */
  productName: string;
  /** Every charge of the agreement that carries a reference, as just read. */
  charges: PsaCharge[];
  rules: PlanRules;
};

/** What a person decided of a held issue; see the table of decisions. */
export type Decision = {
  choice: "approve" | "reject" | "keep" | "confirm_end" | "own_service";
  details: Record<string, string>;
};

/** Looks up what was decided of just this issue: other facts, another issue. null: nothing yet. */
export type Decide = (issue: PlanIssue) => Decision | null;

/** A change of one subscription beyond any of these is held; null: no limit. */
export type GuardLimits = {
  quantity: number | null;
  /** Partner cost of a month, in the invoice's currency. */
  money: DecimalText | null;
  percent: number | null;
};

export type HandEditPolicy = "overwrite" | "keep" | "ask";

/** What a program sync's settings say of every line, and what persons have decided. */
export type PlanRules = { guard: GuardLimits; handEdits: HandEditPolicy; decide: Decide };

export type LineAction =
  | { kind: "create"; line: NewLine }
  | { kind: "change"; current: AgreementLine; change: LineChange; reason: "end" | "amend" };

export type PlanIssue = {
  code: string;
  severity: "warning" | "error" | "held";
  facts: Record<string, string>;
};

/**
 * What is still to be charged (negative: given back) for invoiced days before the boundary, less what was posted by
 * charges already. Where the strategy leaves
 * a price to the PSA, the difference in quantity is valued at our line's own price; null: there is no such price.
 */
export type CatchUp = {
  from: IsoDate;
  to: IsoDate;
  costAmount: DecimalText | null;
  priceAmount: DecimalText | null;
};

/**
 * What one subject of the kinds that are billed as amounts comes to; `charges` oldest invoice first. `rejected`: all is
 * settled, some of it because a person has said no.
 */
export type ChargesPlan = {
  kind: "unchanged" | "change" | "hold" | "fail" | "rejected";
  charges: NewCharge[];
  issues: PlanIssue[];
  /** First day that the PSA has not invoiced; null where the agreement does not say, or is billed once. */
  boundary: IsoDate | null;
  /** What is posted and what shall be, by usage period: quantity 1, unit cost and price are the amounts. */
  before: Segment[];
  after: Segment[];
};

/** The PSA's own amounts for the invoiced days from the boundary on less the invoice's; null: not ours to compare. */
export type ProrationDifference = { costAmount: DecimalText | null; priceAmount: DecimalText | null };

/**
 * What to do for one subscription: `actions`, then `charges`, in the order in which they are to be written.
 * `rejected`: a person has said no to a large change, so that nothing is written and the item counts as skipped.
 */
export type SubscriptionPlan = {
  kind: "unchanged" | "change" | "hold" | "fail" | "rejected";
  actions: LineAction[];
  /** Approved catch-up amounts, one for each invoice that owes some. */
  charges: NewCharge[];
  issues: PlanIssue[];
  /** The PSA's timeline and the wanted one, from the billing boundary on. */
  boundary: IsoDate | null;
  before: Segment[];
  after: Segment[];
  /**
   * What is to be remembered as confirmed once the plan is carried out. Equal to `after`, except where a person's edit
   * is kept: `after` then is what the PSA goes on billing, and this what the invoices say, so that the edit still is one.
   */
  confirmed: Segment[];
  catchUp: CatchUp | null;
  prorationDifference: ProrationDifference | null;
};
