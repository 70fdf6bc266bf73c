import type { IsoDate } from "@/lib/values";
import type { ContractService, PsaAgreement, PsaCharge, UnitsAdjustment } from "@/workers/connectors/psa";
import type { PlanRules, PricingStrategy, Segment, SubscriptionBill, SubscriptionPlan } from "../types";

type Member = {
  /** `<subscription id>:<kind>`. */
  key: string;
  /** The PSA's item for the product. */
  itemId: string;
  strategy: PricingStrategy;
  /**
   * Contract services that we remember to bill this key, whether the PSA still has them or not: one is remembered with
   * the plan that names the key in its `keys`, and forgotten with one that names it in `forgotten`.
   */
  storedServiceIds: string[];
};

/** A subscription that this run plans. */
export type PlannedMember = Member & {
  kind: "planned";
  /** As in SubscriptionInput: every bill that is not confirmed yet, oldest first, without a hole. */
  bills: SubscriptionBill[];
  /** Its share of the service as last confirmed; null: nothing was. */
  confirmed: Segment[] | null;
  /** As in SubscriptionInput. */
  restore?: Segment[] | null;
  /** A write of ours for it failed or its end is unknown: what the PSA holds besides is no person's edit. */
  unsettled: boolean;
  subscriptionActive: boolean | null;
  /** The product as the customer reads it, for the name of a charge. */
  productName: string;
  rules: PlanRules;
};

/**
 * A subscription that only stands on the contract: held or failed elsewhere, out of this run's scope, switched off or
 * mapped elsewhere but kept. Its share of a service that is still there stays as it was confirmed, until its end where a person asked for one.
 */
export type StandingMember = Member & {
  kind: "standing";
  confirmed: Segment[];
  /** Last billed day; one before the boundary comes to the day before it. null: it goes on. */
  endsOn: IsoDate | null;
};

export type ContractMember = PlannedMember | StandingMember;

export type ContractInput = {
  /** With `nextInvoiceDate`: the first day that is not posted yet. */
  agreement: PsaAgreement;
  /** Every service of the contract as just read. */
  services: ContractService[];
  /** Every charge of the contract that carries a reference. */
  charges: PsaCharge[];
  /** Every key that has a share in one of the contract's services, or is to get one. */
  members: ContractMember[];
  /** Dates of our confirmed adjustments by service: the PSA takes no second one on a date. */
  adjustedOn: ReadonlyMap<string, ReadonlySet<IsoDate>>;
  /** The program's setting: the contract's end may be moved where invoiced days lie after it, within the bound. */
  extend: boolean;
  /** What its charges are booked under; null: none is chosen. */
  chargeBillingCodeId: string | null;
  /** False: the tenant refuses a second service of one item on a contract; null: not known yet, so it is tried. */
  allowRepeat: boolean | null;
};

/** What to do for one key; its timelines are its own share of the service. */
export type MemberPlan = Omit<SubscriptionPlan, "actions"> & {
  key: string;
  /** The service that holds its units; null: none yet, it is to be made. */
  serviceId: string | null;
};

/**
 * What to do with one contract service. `serviceId` null: it is made by the first adjustment, and the others, which
 * name no service either, go to the one that was made.
 */
export type ServicePlan = {
  itemId: string;
  serviceId: string | null;
  /** The keys whose sum it bills. */
  keys: string[];
  /** Keys that give up their share of it for another service. */
  leaving: string[];
  /** Those of them that may be forgotten: while an amount is asked, it stays known whose billed days these were. */
  forgotten: string[];
  /** In the order of sending. */
  adjustments: UnitsAdjustment[];
};

export type ContractPlan = {
  /** The day to which the contract must be extended before anything is adjusted; null: it need not be. */
  extendTo: IsoDate | null;
  /** One for each member, in the order of the input. */
  members: MemberPlan[];
  /** Those that are left before those that are joined; only services with something to do or with members. */
  services: ServicePlan[];
};
