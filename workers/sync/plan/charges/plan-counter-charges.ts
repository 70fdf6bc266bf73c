import { formatMonth } from "@/lib/format/billing-date";
import { billingCalendar } from "../calendar/boundary";
import { warn } from "../issues";
import type { ChargesPlan, Segment } from "../types";
import { type Amounts, amountTexts, isNothing, restOf, sumAmounts, sumPosted } from "./amounts";
import { chargeName } from "./charge-name";
import { checkChargeable } from "./check-chargeable";
import { isUnder, nextReference, numberOf, usageMonthOf, withoutNumber } from "./reference";
import type { ChargesInput, Due } from "./types";

export type CounterInput = Omit<
  ChargesInput,
  "key" | "bills" | "settledThrough" | "postedElsewhere" | "rules"
> & {
  /** Of the charges that are to be taken back, each as it was posted. */
  references: string[];
};

/**
 * Takes charges back by further ones of the opposite amounts, since nothing is ever deleted: under each reference the sum
 * becomes what it was before, whatever has come of it by now, so that it is made once. It stands in the charge's own period
 * while that is open, else in the next one. Where the agreement bears no charge any more, it says so
 * (`reversal_charge_left`). Pure. Throws only for a decimal or date that is none.
 */
export function planCounterCharges(input: CounterInput): ChargesPlan {
  const boundary = billingCalendar(input.agreement)?.boundary ?? null;
  const dues = listCounters(input);
  const before = dues.flatMap((due) => segmentOf(due, due.posted));
  const open = dues.filter(({ wanted, posted }) => !isNothing(restOf(wanted, posted)));
  const { errors, daysOf } = checkChargeable(input, open);
  const [error] = errors;
  if (error) {
    const issues = open.map((due) => left(due, input, error.code));
    return { kind: "unchanged", charges: [], issues, boundary, before, after: before };
  }
  const taken = input.charges.map(({ reference }) => reference);
  const charges = open.map((due) => ({
    reference: nextReference(due.reference, taken),
    itemId: input.itemId,
    billingCodeId: input.billingCodeId,
    name: chargeName("Reversal", usageMonthOf(due.reference) ?? due.periodStart, input.productName),
    ...daysOf(due),
    ...amountTexts(restOf(due.wanted, due.posted)),
  }));
  const after = dues.flatMap((due) => segmentOf(due, due.wanted));
  const kind = charges.length > 0 ? "change" : "unchanged";
  return { kind, charges, issues: [], boundary, before, after };
}

/** What stands under each reference, and as `wanted` what stood there before the charges that are taken back. */
function listCounters({ references, charges }: CounterInput): Due[] {
  const bases = new Set(references.flatMap((reference) => withoutNumber(reference) ?? []));
  return [...bases].sort().flatMap((reference) => {
    const ours = references.filter((one) => isUnder(reference, one));
    const first = Math.min(...ours.map((one) => numberOf(reference, one)));
    const standing = charges.filter((charge) => isUnder(reference, charge.reference));
    const [charge] = standing.filter((one) => one.reference !== null && ours.includes(one.reference));
    // A charge that somebody has removed in the PSA bills nothing that could be taken back.
    if (!charge) return [];
    const earlier = standing.filter((one) => numberOf(reference, one.reference ?? reference) < first);
    const days = { from: charge.from, to: charge.to ?? charge.from };
    return {
      reference,
      periodStart: days.from,
      periodEnd: days.to,
      charged: days,
      wanted: sumAmounts(earlier),
      posted: sumPosted(reference, charges),
    };
  });
}

function left(due: Due, { productName, currency }: CounterInput, reason: string) {
  const { priceAmount: amount, costAmount } = amountTexts(restOf(due.posted, due.wanted));
  const month = usageMonthOf(due.reference);
  const facts = { product: productName, amount, costAmount, currency, reason };
  return warn("reversal_charge_left", { ...facts, month: month && formatMonth(month) });
}

function segmentOf({ periodStart, periodEnd }: Due, amounts: Amounts): Segment[] {
  if (isNothing(amounts)) return [];
  const { costAmount, priceAmount } = amountTexts(amounts);
  return [{ from: periodStart, to: periodEnd, quantity: "1", unitCost: costAmount, unitPrice: priceAmount }];
}
