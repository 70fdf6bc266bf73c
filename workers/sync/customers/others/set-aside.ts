import { dayBefore, later } from "../../plan/calendar/dates";
import { hold, warn } from "../../plan/issues";
import type { ActiveRun } from "../../run/engine";
import { type PlannedSubject, refuse, skip } from "../plan-subject";
import type { Subject } from "../subject";

/** Kinds of lines that a setting keeps out of the PSA, or that are not billed: each still ends in a stated outcome. */
export function setAside(run: Pick<ActiveRun, "context">, subject: Subject): PlannedSubject | null {
  const { id: runId } = run.context.run;
  // What stands in the PSA is taken back whatever the settings say by now.
  if (subject.reversal) return null;
  const { azureEnabled, annualEnabled } = run.context.programSync;
  switch (subject.kind) {
    case "licence":
    case "credit":
      return null;
    case "azure":
      return azureEnabled ? null : settledBefore(skip(subject, runId, "azure_off"));
    case "annual": {
      if (annualEnabled && subject.psaAgreementId !== null) return null;
      const facts = { ...amounts(subject), reason: annualEnabled ? "not_mapped" : "off" };
      const reason = annualEnabled ? "annual_not_mapped" : "annual_off";
      return settledBefore(skip(subject, runId, reason, [warn("annual_skipped", facts)]));
    }
    case "trial":
      return skip(subject, runId, "trial", [warn("trial_skipped", { product: subject.productName })]);
    case "unassigned":
      return refuse(
        subject,
        runId,
        hold("credit_or_adjustment", { ...amounts(subject), product: subject.productName }),
      );
  }
}

/**
 * Once the setting is on, it is the newest invoice that begins: what was skipped before is not charged afterwards, and
 * what was charged before stays settled.
 */
function settledBefore(skipped: PlannedSubject): PlannedSubject {
  const newest = skipped.subject.bills.findLast((bill) => bill.lines.length > 0);
  const { draft } = skipped;
  const { settledThrough } = skipped.subject;
  const skippedThrough = newest ? dayBefore(newest.periodStart) : null;
  const confirmedThrough =
    skippedThrough && settledThrough ? later(skippedThrough, settledThrough) : skippedThrough;
  return {
    ...skipped,
    draft: { ...draft, position: draft.position && { ...draft.position, confirmedThrough } },
  };
}

function amounts(subject: Subject): Record<string, string> {
  return { amount: subject.costAmount, currency: subject.currency };
}
