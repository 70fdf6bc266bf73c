import { type Amounts, isNothing, sumPosted } from "./amounts";
import { listDues } from "./list-dues";
import { withoutNumber } from "./reference";
import { type Settlement, settleDue } from "./settle-due";
import type { ChargesInput, Due } from "./types";

export type SettledDue = { due: Due; settlement: Settlement };

/** What becomes of each due, the oldest usage first: each is measured against the one before. */
export function settleDues(input: ChargesInput): SettledDue[] {
  const settled: SettledDue[] = [];
  for (const due of listDues(input)) {
    settled.push({ due, settlement: settleDue(due, lastAmount(due, settled, input), input) });
  }
  return settled;
}

/**
 * What the newest month before this one comes to in the PSA: as it stands there, or as it is about to be posted. What
 * still waits for a person is no measure. null: there is none on this agreement.
 */
function lastAmount(
  { reference }: Due,
  settled: SettledDue[],
  { key, charges }: ChargesInput,
): Amounts | null {
  const months = new Map<string, Amounts>();
  for (const charge of charges) {
    const month = withoutNumber(charge.reference);
    if (month?.startsWith(key) && /^\d{4}$/.test(month.slice(key.length))) {
      months.set(month, sumPosted(month, charges));
    }
  }
  for (const { due, settlement } of settled) {
    months.set(due.reference, settlement.outcome === "post" ? due.wanted : due.posted);
  }
  const earlier = [...months].filter(([month, amounts]) => month < reference && !isNothing(amounts));
  return earlier.sort(([a], [b]) => (a < b ? -1 : 1)).at(-1)?.[1] ?? null;
}
