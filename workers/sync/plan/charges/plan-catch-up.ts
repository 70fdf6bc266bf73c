import type { DecimalText } from "@/lib/values";
import type { NewCharge, PsaAgreement, PsaCharge } from "@/workers/connectors/psa";
import { amountText, Exact } from "../exact";
import { fail, hold } from "../issues";
import { findOwed, type OwedQuestion, type OwedShare } from "../money/owed";
import type { CatchUp, Decide, PlanIssue } from "../types";
import { type Amounts, amountTexts, isNothing, sumPosted } from "./amounts";
import { chargeName } from "./charge-name";
import { chargePeriod } from "./charge-period";
import { chargeReference, nextReference } from "./reference";

type Question = OwedQuestion & {
  /** `<subscription id>:<kind>`. */
  key: string;
  productName: string;
  itemId: string | null;
  billingCodeId: string | null;
  agreement: PsaAgreement;
  /** Every charge of the agreement that carries a reference. */
  charges: PsaCharge[];
  decide: Decide;
};

export type CatchUpPlan = { catchUp: CatchUp | null; charges: NewCharge[]; issues: PlanIssue[] };

/** What one invoice owes beyond what was charged under its reference. */
type Rest = OwedShare & { reference: string; posted: Amounts & { count: number } };

/**
 * What is still owed for invoiced days before the boundary: one amount, held (`catch_up`) until a person decides. On
 * approval it becomes a charge for each invoice, `<subscription id>:catch<yymm>`, in the period that the boundary opens;
 * rejected, or posted in full, it is settled. An amount that is not known (`missing`) cannot be approved.
 */
export function planCatchUp(question: Question): CatchUpPlan {
  const settled = { catchUp: null, charges: [], issues: [] };
  const owed = findOwed(question);
  if (!owed) return settled;
  const { key, charges, agreement, decide } = question;
  const id = key.slice(0, key.lastIndexOf(":"));
  const rests = owed.shares.map((share) =>
    restOf(share, chargeReference(id, "catch", share.periodStart), charges),
  );
  const cost = total(rests.map((rest) => rest.cost));
  const price = total(rests.map((rest) => rest.price));
  if (cost?.isZero() && price?.isZero()) return settled;

  const { from, to } = owed;
  const catchUp = { from, to, costAmount: cost && amountText(cost), priceAmount: price && amountText(price) };
  const issue = hold("catch_up", {
    from,
    to,
    amount: catchUp.priceAmount,
    costAmount: catchUp.costAmount,
    agreementId: agreement.id,
    missing: missingOf(cost, price),
    posted: postedText(rests),
  });
  const choice = decide(issue)?.choice;
  if (choice === "reject") return settled;
  if (choice !== "approve" || !cost || !price) return { catchUp, charges: [], issues: [issue] };
  const period = chargePeriod(question.calendar, agreement, question.calendar.boundary);
  const { name, endDate } = agreement;
  if (endDate !== null && endDate < period.from) {
    return { catchUp, charges: [], issues: [fail("agreement_ended", { name, endDate, date: period.from })] };
  }
  return { catchUp, charges: rests.flatMap((rest) => newCharge(rest, period, question)), issues: [] };
}

function restOf(share: OwedShare, reference: string, charges: PsaCharge[]): Rest {
  const posted = sumPosted(reference, charges);
  const cost = share.cost?.minus(posted.cost) ?? null;
  const price = share.price?.minus(posted.price) ?? null;
  return { periodStart: share.periodStart, reference, cost, price, posted };
}

/** null: a part of it is not known. */
function total(amounts: (Exact | null)[]): Exact | null {
  return amounts.reduce((sum, amount) => (amount && sum?.plus(amount)) ?? null, new Exact(0));
}

function missingOf(cost: Exact | null, price: Exact | null): string | null {
  const missing = [cost ? null : "cost", price ? null : "price"].filter((name) => name !== null);
  return missing.length > 0 ? missing.join(", ") : null;
}

/** Tells a question about the rest from the one about the whole, so that one approval never serves twice. */
function postedText(rests: Rest[]): DecimalText | null {
  const count = rests.reduce((sum, { posted }) => sum + posted.count, 0);
  const price = rests.reduce((sum, { posted }) => sum.plus(posted.price), new Exact(0));
  return count > 0 ? amountText(price) : null;
}

function newCharge(
  { cost, price, reference, periodStart }: Rest,
  period: { from: string; to: string },
  { productName, itemId, billingCodeId, charges }: Question,
): NewCharge[] {
  if (!cost || !price || isNothing({ cost, price })) return [];
  const taken = charges.map((charge) => charge.reference);
  return [
    {
      reference: nextReference(reference, taken),
      itemId,
      billingCodeId,
      name: chargeName("Catch-up", periodStart, productName),
      from: period.from,
      to: period.to,
      ...amountTexts({ cost, price }),
    },
  ];
}
