import type { AgreementLine, NewCharge, PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import type { PlanMark } from "../plan/approved/plan-mark";
import { findCurrencyMismatch } from "../plan/around/find-currency-mismatch";
import { planSubscription } from "../plan/plan-subscription";
import { clipSegments } from "../plan/timeline/timeline";
import type { LineAction, PlanIssue, PlanRules, Segment, SubscriptionPlan } from "../plan/types";
import { type DraftIssue, type ItemDraft, itemIdOf, worstOutcome } from "../run/item-draft";
import { blockedIssue } from "../writes/ended-draft";
import type { SharedWrites } from "../writes/write-planned";
import { markSubject } from "./approved/mark-subject";
import { confirmedAfter, tellBilledDays } from "./approved/restore-subject";
import { withCounters } from "./charges/with-counters";
import type { Subject } from "./subject";

/** What a subject comes to before anything is written; charges are written after the actions. */
export type PlannedSubject = {
  subject: Subject;
  draft: ItemDraft;
  /** Writes that are made for several subjects at once, before its own. */
  shared?: SharedWrites | null;
  /** What is to be written for it, also in a preview; left out where nothing is. */
  mark?: PlanMark;
  actions: LineAction[];
  charges: NewCharge[];
};

type Surroundings = {
  runId: string;
  preview: boolean;
  agreement: PsaAgreement;
  lines: AgreementLine[];
  storedLineIds: string[];
  charges: PsaCharge[];
  /** What charges are booked under, where the PSA asks for that. */
  billingCodeId: string | null;
  rules: PlanRules;
  /** Last day of the newest bill, which the plan settles; null: there is none. */
  settles: string | null;
};

/** Plans one licence subscription against its agreement as just read. Pure. */
export function planSubject(subject: Subject, around: Surroundings): PlannedSubject {
  const problem =
    subject.psaItemId === null ? missingItem(subject) : currencyProblem(subject, around.agreement);
  if (problem || subject.psaItemId === null) {
    return refuse(subject, around.runId, problem ?? missingItem(subject), around.agreement);
  }
  const plan = planSubscription({
    key: subject.key,
    bills: subject.bills,
    confirmed: lastConfirmed(subject),
    subscriptionActive: subject.active,
    strategy: subject.customer.strategy,
    restore: subject.reversal?.before ?? null,
    itemId: subject.psaItemId,
    agreement: around.agreement,
    lines: around.lines,
    storedLineIds: around.storedLineIds,
    productName: subject.productName,
    charges: around.charges,
    rules: around.rules,
  });
  return plannedAs(subject, withCounters(subject, plan, around), around);
}

function plannedAs(subject: Subject, plan: SubscriptionPlan, around: Surroundings): PlannedSubject {
  const draft = draftOfPlan(subject, plan, { ...around, writes: plan.actions.length > 0 });
  const { actions } = plan;
  const charges = chargesDue(subject, plan);
  const planned = around.preview
    ? { subject, draft, actions: [], charges: [] }
    : { subject, draft, actions, charges };
  return markSubject(planned, { ...plan, writes: [...actions, ...charges] });
}

/** Days that were settled before the boundary moved are not charged a second time. */
export function chargesDue(subject: Subject, plan: Pick<SubscriptionPlan, "charges">): NewCharge[] {
  return subject.confirmedBefore ? [] : plan.charges;
}

/** null in a reversal, and after a failed write: the PSA may differ from what was confirmed by our own half-done hand, not by a person's. */
function lastConfirmed({ position, reversal }: Subject): Segment[] | null {
  const halfDone = position?.outstanding === "failed" || position?.outstanding === "unknown";
  return halfDone || reversal ? null : (position?.confirmed ?? null);
}

/** What a plan needs that becomes an item; `writes`: beside charges something is written for it. */
type Settling = Pick<Surroundings, "runId" | "preview" | "agreement" | "settles"> & { writes: boolean };
type OwnPlan = Omit<SubscriptionPlan, "actions">;

/** The item that a plan comes to when all is written as it says. */
export function draftOfPlan(subject: Subject, plan: OwnPlan, around: Settling): ItemDraft {
  if (plan.kind === "rejected") return draftOfRejected(subject, plan, around);
  const told = [...plan.issues, ...tellBilledDays(subject, around.agreement)];
  const issues = subject.confirmedBefore ? told.filter((issue) => issue.code !== "catch_up") : told;
  const changed = around.preview ? "planned" : "applied";
  const writes = around.writes || chargesDue(subject, plan).length > 0;
  const outcome = worstOutcome(writes ? changed : "unchanged", issues);
  const settled = outcome !== "failed" && outcome !== "held";
  // An amount for billed days waits beside lines that are written: what they come to is confirmed all the same.
  const carriedOut = plan.kind === "change" || plan.kind === "unchanged";
  const last = plan.after.at(-1);
  return {
    item: {
      ...itemOfSubject(subject, around.runId),
      agreementId: around.agreement.id,
      agreementName: around.agreement.name,
      outcome,
      ...(plan.kind === "fail"
        ? whatWasWanted(subject, plan.before)
        : { before: plan.before, after: plan.after }),
      priceDifference: plan.prorationDifference?.priceAmount ?? null,
      costDifference: plan.prorationDifference?.costAmount ?? null,
    },
    issues,
    position: {
      confirmedThrough: settled ? settledThrough(subject, around) : null,
      confirmed: settled || carriedOut ? plan.confirmed : null,
      open:
        settled || carriedOut ? last !== undefined && last.to === null : (subject.position?.open ?? false),
    },
    money: subject.planned,
  };
}

/** What is reversed is due again from the first day that it differs on, once its exclusion is taken back. */
function settledThrough({ reversal }: Subject, { settles }: Settling): string | null {
  return reversal ? confirmedAfter(reversal) : settles;
}

/** A person has said no to the change: the PSA stays as it is, and the invoice is settled with that. */
function draftOfRejected(subject: Subject, plan: OwnPlan, around: Settling): ItemDraft {
  const { draft } = skip(subject, around.runId, "rejected", plan.issues);
  const { id: agreementId, name: agreementName } = around.agreement;
  const { before, after } = plan;
  return {
    ...draft,
    item: { ...draft.item, agreementId, agreementName, before, after },
    position: {
      confirmedThrough: around.settles,
      confirmed: null,
      open: subject.position?.open ?? false,
    },
  };
}

/** An item for a subject that is not planned: failed, held or skipped, with its reason (the first, where several). */
export function refuse(
  subject: Subject,
  runId: string,
  reasons: DraftIssue | DraftIssue[],
  agreement?: { id: string; name: string },
): PlannedSubject {
  const issues = [reasons].flat();
  return {
    subject,
    draft: {
      item: {
        ...itemOfSubject(subject, runId),
        agreementId: agreement?.id ?? subject.psaAgreementId,
        agreementName: agreement?.name ?? null,
        outcome: worstOutcome("skipped", issues),
        reason: issues[0]?.code ?? null,
        ...whatWasWanted(subject, []),
      },
      issues,
      position: { confirmedThrough: null, confirmed: null, open: subject.position?.open ?? false },
      money: subject.planned,
    },
    actions: [],
    charges: [],
  };
}

/** Nothing may be planned for it before it is known how an earlier write ended. */
export function unsettled(subject: Subject, runId: string, state: "unknown" | "held"): PlannedSubject {
  const refused = refuse(subject, runId, blockedIssue(state, { product: subject.productName }));
  return { ...refused, draft: { ...refused.draft, item: { ...refused.draft.item, outcome: state } } };
}

/** An item that a setting or a person keeps out of the sync. */
export function skip(
  subject: Subject,
  runId: string,
  reason: string,
  issues: PlanIssue[] = [],
): PlannedSubject {
  return {
    subject,
    draft: {
      item: { ...itemOfSubject(subject, runId), outcome: worstOutcome("skipped", issues), reason },
      issues,
      position: { confirmedThrough: null, confirmed: null, open: subject.position?.open ?? false },
      money: subject.planned,
    },
    actions: [],
    charges: [],
  };
}

/** Where no plan was made: what the newest bill closes with, and the PSA's lines as last known on the same days. */
function whatWasWanted(
  subject: Subject,
  read: Segment[],
): { before: Segment[] | null; after: Segment[] | null } {
  const lines = subject.bills.at(-1)?.lines ?? [];
  const last = lines.toSorted((a, b) => (a.chargeEnd < b.chargeEnd ? -1 : 1)).at(-1);
  if (!last || subject.kind !== "licence") return { before: null, after: null };
  const { quantity, unitCost, unitPrice, chargeStart: from } = last;
  const known = read.length > 0 ? read : (subject.position?.confirmed ?? []);
  return {
    before: clipSegments(known, from, null),
    after: [{ from, to: null, quantity, unitCost, unitPrice }],
  };
}

/** What an item says of its subject, whatever becomes of it. */
export function itemOfSubject(subject: Subject, runId: string): Omit<ItemDraft["item"], "outcome"> {
  return {
    id: itemIdOf(runId, subject.key),
    key: subject.key,
    subject: subject.key.startsWith("line:") ? "invoice_line" : "subscription",
    subscriptionId: subject.subscriptionId,
    productId: subject.productId,
    customerId: subject.customer.customerId,
    customerName: subject.customer.name,
    title: subject.productName,
    agreementId: subject.psaAgreementId ?? subject.customer.psaAgreementId,
    costAmount: subject.costAmount,
    priceAmount: subject.priceAmount,
    currency: subject.currency,
    lineCount: subject.planned.reduce((count, share) => count + share.lineCount, 0),
  };
}

/** The product has no item in the PSA. */
export function missingItem(subject: Subject): PlanIssue {
  const code = subject.productListed ? "product_not_linked" : "source_product_not_found";
  const facts: Record<string, string> = { product: subject.productName };
  if (subject.sku) facts.sku = subject.sku;
  return { code, severity: "error", facts };
}

/** Amounts of one currency are never written to an agreement of another. */
export function currencyProblem(subject: Subject, agreement: PsaAgreement): PlanIssue | null {
  return findCurrencyMismatch(agreement, subject.currency)[0] ?? null;
}
