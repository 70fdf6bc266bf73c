import { findDoubledLines } from "./invariants/doubled-lines";
import { findForeignEffects } from "./invariants/foreign-effects";
import { findDeletions, findLostCharges } from "./invariants/lost-charges";
import { findWrongMails } from "./invariants/mails-due";
import { findOlderOverNewer } from "./invariants/older-over-newer";
import { findUnrecorded } from "./invariants/recorded-writes";
import { findWrongQuantities } from "./invariants/right-quantities";
import { findOddEndings } from "./invariants/run-endings";
import type { Recorded, Seen, Violation } from "./seen";

/**
 * The promises of docs/reliability.md that a look at the sandboxes decides at rest: I1, I2, I3, I5 and I7. The other
 * invariants need more than a look, and have functions of their own beside this one.
 */
export function checkSeen(seen: Seen): Violation[] {
  const { psa, open, writes } = seen;
  return [
    ...seen.agreements.flatMap((agreement) => [
      ...findWrongQuantities(psa, agreement, open),
      ...findLostCharges(agreement, open),
      ...findOlderOverNewer(psa, agreement, writes),
    ]),
    ...findDoubledLines(seen.agreements.flatMap(({ after }) => after)),
    ...findDeletions(writes),
    ...findWrongMails(seen),
    ...findForeignEffects(seen),
  ];
}

/** I4 and I10: what was recorded is what happened. */
export function checkRecorded(recorded: Recorded, writes: Seen["writes"]): Violation[] {
  return [...findOddEndings(recorded.runs), ...findUnrecorded(writes, recorded.confirmed)];
}

/** One line each, for an assertion that shows them. */
export function tellViolations(violations: Violation[]): string[] {
  return violations.map(({ invariant, says, data }) => `${invariant}: ${says} ${JSON.stringify(data)}`);
}
