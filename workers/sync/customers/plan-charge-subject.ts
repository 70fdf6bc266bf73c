import type { PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import { type ChargeKind, planCharges } from "../plan/charges/plan-charges";
import type { ChargesPlan, PlanRules } from "../plan/types";
import { type ItemDraft, worstOutcome } from "../run/item-draft";
import { itemOfSubject, type PlannedSubject } from "./plan-subject";
import type { Subject } from "./subject";

export type ChargeSurroundings = {
  runId: string;
  preview: boolean;
  agreement: PsaAgreement;
  /** Every charge of the agreement, as just read. */
  charges: PsaCharge[];
  rules: PlanRules;
  itemId: string | null;
  billingCodeId: string | null;
};

/** Plans what is billed as an amount: a customer's usage, a yearly payment, a credit, a loose line. Pure. */
export function planChargeSubject(
  subject: Subject,
  kind: ChargeKind,
  around: ChargeSurroundings,
): PlannedSubject {
  const { agreement, charges, itemId, billingCodeId } = around;
  const { rules, wasRejected } = noteRejection(around.rules);
  const plan = planCharges({
    key: subject.key,
    kind,
    productName: subject.productName,
    bills: subject.bills,
    settledThrough: subject.settledThrough,
    currency: subject.currency || null,
    itemId,
    billingCodeId,
    agreement,
    charges,
    rules,
  });
  const draft = draftOfCharges(subject, plan, { ...around, rejected: wasRejected() });
  return { subject, draft, actions: [], charges: around.preview ? [] : plan.charges };
}

/** Whether a person has said no to what was asked; then nothing was brought to the PSA, though all is settled. */
function noteRejection(rules: PlanRules): { rules: PlanRules; wasRejected: () => boolean } {
  let rejected = false;
  return {
    rules: {
      ...rules,
      decide: (issue) => {
        const decision = rules.decide(issue);
        rejected ||= decision?.choice === "reject";
        return decision;
      },
    },
    wasRejected: () => rejected,
  };
}

function draftOfCharges(
  subject: Subject,
  plan: ChargesPlan,
  around: ChargeSurroundings & { rejected: boolean },
): ItemDraft {
  const { issues, before, after } = plan;
  const writes = plan.charges.length > 0;
  const rejected = around.rejected && !writes;
  const changed = around.preview ? "planned" : "applied";
  const outcome = worstOutcome(rejected ? "skipped" : writes ? changed : "unchanged", issues);
  const settled = outcome !== "failed" && outcome !== "held";
  return {
    item: {
      ...itemOfSubject(subject, around.runId),
      agreementId: around.agreement.id,
      agreementName: around.agreement.name,
      outcome,
      ...(outcome === "skipped" && { reason: "rejected" }),
      before,
      after,
    },
    issues,
    position: {
      confirmedThrough: settled ? (subject.bills.at(-1)?.periodEnd ?? null) : null,
      confirmed: null,
      open: false,
    },
    money: subject.planned,
  };
}
