import type { IsoDate } from "@/lib/values";
import type { PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import type { PlanRules, SubscriptionBill } from "../types";
import type { Amounts } from "./amounts";

/** `line`: an invoice line without a subscription that a person has approved for this agreement's customer. */
export type ChargeKind = "azure" | "annual" | "credit" | "line";

export type ChargesInput = {
  /**
   * What the references begin with: `<subscription or customer id>:<kind>`, to which the month is added; for a loose
   * line `line:<invoice id>:<line number>`, which is the reference as it stands.
   */
  key: string;
  kind: ChargeKind;
  /** The product as the customer reads it. */
  productName: string;
  /** Bills that are not confirmed yet, and the newest when it is looked at again. */
  bills: SubscriptionBill[];
  /**
   * Last usage day that was settled before this look; null: none. What was settled and is gone from the PSA (or was
   * posted on another agreement) is asked of a person, never charged a second time.
   */
  settledThrough: IsoDate | null;
  /** References of charges that we have posted on other agreements: what they were for is asked about, too. */
  postedElsewhere: string[];
  /** ISO 4217 of the invoices; null: unknown. */
  currency: string | null;
  /** The PSA's item for the product, where its charges need one. */
  itemId: string | null;
  billingCodeId: string | null;
  /** For `annual` the one that is mapped for annual payments. */
  agreement: PsaAgreement;
  /** Every charge of that agreement that carries a reference, as just read. */
  charges: PsaCharge[];
  rules: PlanRules;
};

/** What one month's bills charge for a key, and what the PSA has of it. */
export type Due = {
  reference: string;
  /** First and last day of the usage. */
  periodStart: IsoDate;
  periodEnd: IsoDate;
  /** First and last day that the lines charge; a year for a yearly payment. */
  charged: { from: IsoDate; to: IsoDate };
  wanted: Amounts;
  /** `count`: of charges. */
  posted: Amounts & { count: number };
};
