import type { IsoDate } from "@/lib/values";
import type { CatchUpPlan } from "../../charges/plan-catch-up";
import type { Invoiced } from "../../timeline/from-bills";
import type { PlanIssue, Segment, SubscriptionPlan } from "../../types";
import type { ContractMember, PlannedMember } from "../types";

/** Why a member's units stay as they are. */
export type Stop = {
  kind: SubscriptionPlan["kind"];
  issues: PlanIssue[];
  /** A person's edit of its service is kept. */
  kept?: true;
};

/** What is known of a member and was decided so far; timelines without `billed` begin at the boundary. */
export type Judged = {
  member: ContractMember;
  invoiced: Invoiced | null;
  /** Its part of what the services held on all days, with the PSA's prices. */
  billed: Segment[];
  before: Segment[];
  /** What it asks for. */
  wanted: Segment[];
  /** Last day of `wanted` where a person has confirmed it; null: nobody was asked. */
  confirmedEnd: IsoDate | null;
  /** What counts of it while it is stopped. */
  stands: Segment[];
  /** What is owed for days before the boundary. */
  owed: CatchUpPlan;
  /** Those that do not stop it. */
  issues: PlanIssue[];
  stop: Stop | null;
  /** A person has decided that it gets a service of its own. */
  ownService: boolean;
};

/** Its part of the sum that its service is to bill. */
export function shareOf({ stop, wanted, stands }: Judged): Segment[] {
  return stop ? stands : wanted;
}

export function isStoredOn({ member }: Judged, serviceId: string): boolean {
  return member.storedServiceIds.includes(serviceId);
}

/** Nothing has stopped it so far, and the PSA bills something for it, or is to. */
export function isActive({ stop, before, wanted }: Judged): boolean {
  return stop === null && (before.length > 0 || wanted.length > 0);
}

export type JudgedPlan = Judged & { member: PlannedMember };

export function isActivePlan(judged: Judged): judged is JudgedPlan {
  return judged.member.kind === "planned" && isActive(judged);
}
