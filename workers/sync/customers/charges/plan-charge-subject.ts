import type { ItemOutcome } from "@/db/schema";
import type { PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import { type ChargeKind, planCharges } from "../../plan/charges/plan-charges";
import type { ChargesPlan, PlanRules } from "../../plan/types";
import { type ItemDraft, worstOutcome } from "../../run/item-draft";
import { markSubject } from "../approved/mark-subject";
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
  const plan = planCharges({
    key: subject.key,
    kind,
    productName: subject.productName,
    bills: subject.bills,
    settledThrough: subject.settledThrough,
    postedElsewhere: around.postedElsewhere,
    currency: subject.currency || null,
    itemId,
    billingCodeId,
    agreement,
    charges,
    rules,
  });
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
      confirmedThrough: settled ? (subject.bills.at(-1)?.periodEnd ?? null) : null,
      confirmed: null,
      open: settled ? false : (subject.position?.open ?? false),
    },
    money: subject.planned,
  };
}

/** What a person has said no to was not brought to the PSA, though it is settled. */
function endOf({ kind }: ChargesPlan, preview: boolean): ItemOutcome {
  if (kind === "rejected") return "skipped";
  if (kind !== "change") return "unchanged";
  return preview ? "planned" : "applied";
}
