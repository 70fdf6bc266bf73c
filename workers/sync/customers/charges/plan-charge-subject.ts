import type { ItemOutcome } from "@/db/schema";
import type { PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import { type ChargeKind, planCharges } from "../../plan/charges/plan-charges";
import { planCounterCharges } from "../../plan/charges/plan-counter-charges";
import type { ChargesPlan, PlanRules } from "../../plan/types";
import { type ItemDraft, worstOutcome } from "../../run/item-draft";
import { markSubject } from "../approved/mark-subject";
import { confirmedAfter } from "../approved/restore-subject";
import { itemOfSubject, type PlannedSubject } from "../plan-subject";
import type { Subject } from "../subject";

export type ChargeSurroundings = {
  runId: string;
  preview: boolean;
  agreement: PsaAgreement;
  /** Every charge of the agreement, as just read. */
  charges: PsaCharge[];
  /** References of charges of ours on other agreements. */
  postedElsewhere: string[];
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
  const { agreement, charges, itemId, billingCodeId, rules } = around;
  const { key, productName, reversal } = subject;
  const currency = subject.currency || null;
  const booked = { kind, productName, currency, itemId, billingCodeId, agreement, charges };
  if (reversal) {
    const plan = planCounterCharges({ ...booked, references: reversal.charges ?? [] });
    return planned(subject, plan, around);
  }
  const plan = planCharges({
    ...booked,
    key,
    bills: subject.bills,
    settledThrough: subject.settledThrough,
    postedElsewhere: around.postedElsewhere,
    rules,
  });
  return planned(subject, plan, around);
}

function planned(subject: Subject, plan: ChargesPlan, around: ChargeSurroundings): PlannedSubject {
  const draft = draftOfCharges(subject, plan, around);
  const due = around.preview ? [] : plan.charges;
  return markSubject({ subject, draft, actions: [], charges: due }, { ...plan, writes: plan.charges });
}

function draftOfCharges(subject: Subject, plan: ChargesPlan, around: ChargeSurroundings): ItemDraft {
  const { issues, before, after } = plan;
  const outcome = worstOutcome(endOf(plan, around.preview), issues);
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
      confirmedThrough: settled ? settledThrough(subject) : null,
      confirmed: null,
      open: settled ? false : (subject.position?.open ?? false),
    },
    money: subject.planned,
  };
}

/** What is taken back is due again from its month on, once its exclusion is taken back; a person is asked then. */
function settledThrough({ reversal, bills }: Subject): string | null {
  return reversal ? confirmedAfter(reversal) : (bills.at(-1)?.periodEnd ?? null);
}

/** What a person has said no to was not brought to the PSA, though it is settled. */
function endOf({ kind }: ChargesPlan, preview: boolean): ItemOutcome {
  if (kind === "rejected") return "skipped";
  if (kind !== "change") return "unchanged";
  return preview ? "planned" : "applied";
}
