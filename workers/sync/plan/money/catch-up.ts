import { amountText, Exact } from "../exact";
import type { CatchUp } from "../types";
import { findOwed, type OwedQuestion } from "./owed";

/** What is owed in all, without regard to charges and decisions: see `planCatchUp`. null when nothing is. */
export function findCatchUp(question: OwedQuestion): CatchUp | null {
  const owed = findOwed(question);
  if (!owed) return null;
  const total = (amounts: (Exact | null)[]) =>
    amounts.reduce((sum, amount) => (amount && sum?.plus(amount)) ?? null, new Exact(0));
  const cost = total(owed.shares.map((share) => share.cost));
  const price = total(owed.shares.map((share) => share.price));
  if (cost?.isZero() && price?.isZero()) return null;
  return {
    from: owed.from,
    to: owed.to,
    costAmount: cost && amountText(cost),
    priceAmount: price && amountText(price),
  };
}
