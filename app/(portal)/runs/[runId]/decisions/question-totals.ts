import { Decimal } from "decimal.js";
import type { OpenQuestion } from "@/db/commands/portal/decisions/decide-all";
import { formatMoney } from "@/lib/format/money";
import { groupBy } from "@/lib/group-by";

export type QuestionTotal = { currency: string | null; price: string; cost: string | null };

type Summed = Pick<OpenQuestion, "facts" | "currency">;

/** What open questions come to, by currency, which are never put together; those without an amount say nothing. */
export function questionTotals(questions: Summed[]): QuestionTotal[] {
  const known = questions.filter(({ facts }) => facts.amount !== undefined);
  return [...groupBy(known, ({ facts, currency }) => facts.currency ?? currency ?? "")].map(
    ([code, group]) => {
      const currency = code || null;
      const cost = sumOf(group, "costAmount");
      return {
        currency,
        price: formatMoney(sumOf(group, "amount") ?? "0", currency),
        cost: cost === null ? null : formatMoney(cost, currency),
      };
    },
  );
}

/** null unless each of them has it. */
function sumOf(questions: Summed[], fact: string): string | null {
  let sum = new Decimal(0);
  for (const { facts } of questions) {
    const amount = facts[fact];
    if (amount === undefined) return null;
    sum = sum.plus(amount);
  }
  return sum.toFixed();
}
