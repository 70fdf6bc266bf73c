import type { IsoDate } from "@/lib/values";
import type { NewCharge } from "@/workers/connectors/psa";
import { billingCalendar } from "../calendar/boundary";
import type { ChargesPlan, PlanIssue, Segment } from "../types";
import { type Amounts, amountTexts, isNothing, restOf } from "./amounts";
import { chargeName } from "./charge-name";
import { checkChargeable } from "./check-chargeable";
import { nextReference } from "./reference";
import type { Settlement } from "./settle-due";
import { settleDues } from "./settle-dues";
import type { ChargeKind, ChargesInput, Due } from "./types";

export type { ChargeKind, ChargesInput };

const names: Record<ChargeKind, string> = {
  azure: "Usage",
  annual: "Yearly payment",
  credit: "Adjustment",
  line: "Adjustment",
};

/**
 * The charges that bring the amounts of these bills to the PSA, the oldest invoice first: one for each month of usage,
 * less what stands there under its reference. Usage and yearly payments are posted unasked within the limits and held
 * beyond them (`large_change`), approved lines are posted; credits, and whatever an earlier charge leaves over, are held
 * until a person approves just that amount (`credit_or_adjustment`). Pure. An error issue forbids everything, a held one only its own charge. Throws only for a
 * decimal or date that is none.
 *
 * A charge carries cost and price under every pricing strategy: unlike a line it has no price of the PSA's own that
 * could stand in for one of them.
 */
export function planCharges(input: ChargesInput): ChargesPlan {
  const boundary = billingCalendar(input.agreement)?.boundary ?? null;
  const dues = settleDues(input);
  const open = dues.filter(({ settlement }) => settlement.outcome !== "settled");
  const before = dues.flatMap(({ due }) => segmentOf(due, due.posted));
  const after = dues.flatMap(({ due, settlement }) =>
    segmentOf(due, settlement.outcome === "settled" ? due.posted : due.wanted),
  );
  const plan = { boundary, before, after };
  const bearing = checkChargeable(
    input,
    open.map(({ due }) => due),
  );
  if (bearing.errors.length > 0) return { kind: "fail", charges: [], issues: bearing.errors, ...plan };

  const issues = open.flatMap(({ settlement }) => (settlement.outcome === "held" ? [settlement.issue] : []));
  const charges = open.flatMap(({ due, settlement }) =>
    postCharge(due, settlement, bearing.daysOf(due), input),
  );
  const rejected = dues.some(({ settlement }) => settlement.outcome === "settled" && settlement.rejected);
  return { kind: kindOf(charges, issues, rejected), charges, issues, ...plan };
}

function kindOf(charges: NewCharge[], issues: PlanIssue[], rejected: boolean): ChargesPlan["kind"] {
  if (charges.length > 0) return "change";
  if (issues.length > 0) return "hold";
  return rejected ? "rejected" : "unchanged";
}

function postCharge(
  due: Due,
  { outcome }: Settlement,
  days: { from: IsoDate; to: IsoDate },
  { kind, productName, itemId, billingCodeId, charges }: ChargesInput,
): NewCharge[] {
  if (outcome !== "post") return [];
  const taken = charges.map((charge) => charge.reference);
  return [
    {
      reference: nextReference(due.reference, taken),
      itemId,
      billingCodeId,
      name: chargeName(names[kind], due.periodStart, productName),
      ...days,
      ...amountTexts(restOf(due.wanted, due.posted)),
    },
  ];
}

/** One of something that costs the amount; nothing for no amount. */
function segmentOf({ periodStart, periodEnd }: Due, amounts: Amounts): Segment[] {
  if (isNothing(amounts)) return [];
  const { costAmount, priceAmount } = amountTexts(amounts);
  return [{ from: periodStart, to: periodEnd, quantity: "1", unitCost: costAmount, unitPrice: priceAmount }];
}
