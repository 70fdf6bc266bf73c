import type { PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import { planCounterCharges } from "../../plan/charges/plan-counter-charges";
import type { SubscriptionPlan } from "../../plan/types";
import type { Subject } from "../subject";

type ChargedOn = { agreement: PsaAgreement; charges: PsaCharge[]; billingCodeId: string | null };

/** The same with what takes back the amounts that a change to be reversed has posted beside it; where none has, the plan. */
export function withCounters<Plan extends Omit<SubscriptionPlan, "actions">>(
  subject: Subject,
  plan: Plan,
  on: ChargedOn,
): Plan {
  const { charges: references = [] } = subject.reversal ?? {};
  if (references.length === 0 || (plan.kind !== "change" && plan.kind !== "unchanged")) return plan;
  const { productName, psaItemId: itemId, currency } = subject;
  const counters = planCounterCharges({
    ...on,
    kind: "credit",
    references,
    productName,
    itemId,
    currency: currency || null,
  });
  const charges = [...plan.charges, ...counters.charges];
  const kind = charges.length > 0 ? "change" : plan.kind;
  return { ...plan, kind, charges, issues: [...plan.issues, ...counters.issues] };
}
