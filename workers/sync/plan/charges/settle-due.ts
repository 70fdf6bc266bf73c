import { hold } from "../issues";
import type { PlanIssue } from "../types";
import { type Amounts, amountTexts, isNothing, restOf } from "./amounts";
import { findLargeCharge } from "./find-large-charge";
import type { ChargesInput, Due } from "./types";

export type Settlement =
  | { outcome: "settled"; rejected: boolean }
  | { outcome: "post" }
  | { outcome: "held"; issue: PlanIssue };

/**
 * Whether what a due still lacks is posted, is asked of a person, or is no matter any more. `last`: see findLargeCharge.
 * `posted` among the facts tells a question about the rest from the one about the whole, so that one approval never
 * serves twice.
 */
export function settleDue(due: Due, last: Amounts | null, input: ChargesInput): Settlement {
  const { posted, wanted } = due;
  const rest = restOf(wanted, posted);
  if (isNothing(rest)) return { outcome: "settled", rejected: false };
  if (posted.count === 0) {
    const asked = findFirstQuestion(due, last, input);
    const first: Settlement = asked ? ask(asked, input) : { outcome: "post" };
    if (first.outcome === "settled" || !wasSettled(due, input)) return first;
  }
  return ask(question(due, input, rest, amountTexts(posted).priceAmount), input);
}

/** What is asked before anything of it is posted. A loose line was approved before it came here. */
function findFirstQuestion(due: Due, last: Amounts | null, input: ChargesInput): PlanIssue | null {
  if (input.kind === "line") return null;
  return input.kind === "credit" ? question(due, input, due.wanted) : findLargeCharge(due, last, input);
}

function wasSettled({ reference, periodEnd }: Due, input: ChargesInput): boolean {
  const { settledThrough, postedElsewhere } = input;
  const isThrough = settledThrough !== null && periodEnd <= settledThrough;
  return isThrough || postedElsewhere.includes(reference);
}

function ask(issue: PlanIssue, { rules }: ChargesInput): Settlement {
  const choice = rules.decide(issue)?.choice;
  if (choice === "approve") return { outcome: "post" };
  return choice === "reject" ? { outcome: "settled", rejected: true } : { outcome: "held", issue };
}

/** `amount` is retail; what is approved is approved for one agreement. */
function question(due: Due, input: ChargesInput, asked: Amounts, posted?: string): PlanIssue {
  const { costAmount, priceAmount: amount } = amountTexts(asked);
  return hold("credit_or_adjustment", {
    amount,
    costAmount,
    currency: input.currency,
    product: input.productName,
    from: due.periodStart,
    to: due.periodEnd,
    agreementId: input.agreement.id,
    posted,
  });
}
