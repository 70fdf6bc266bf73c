import { findDrift } from "../find-warnings";
import { hold, warn } from "../issues";
import { clipSegments, mergeSegments, sameTimeline } from "../timeline/timeline";
import { ownedSteps } from "../timeline/wanted";
import type { PlanIssue, PlanRules, PricingStrategy, Segment } from "../types";

type Question = {
  confirmed: Segment[];
  /** What the PSA bills and what is wanted, from the boundary on. */
  before: Segment[];
  after: Segment[];
  boundary: string;
  strategy: PricingStrategy;
  rules: PlanRules;
};

/** `kept`: the PSA's lines stay as the person left them. A held issue asks first. */
export type EditVerdict = { kept: boolean; issues: PlanIssue[] };

/**
 * What becomes of a difference that a person has made since the last sync. `overwrite`: it is set back, and told.
 * `keep`: it stays, and is told, as long as the invoices say what they said when it was made; the first invoice that
 * changes the subscription sets all of it, since nobody can say what of the edit was meant to last. `ask`: held, with
 * what the invoices want instead when that has changed, so that a decision is one about both.
 */
export function judgeHandEdit(question: Question): EditVerdict {
  const { boundary, before, after, strategy, rules } = question;
  const confirmed = mergeSegments(ownedSteps(question.confirmed, strategy));
  const [drift] = findDrift(confirmed, before, after, boundary);
  if (!drift) return { kept: false, issues: [] };
  const unchanged = sameTimeline(clipSegments(confirmed, boundary, null), after);
  switch (rules.handEdits) {
    case "overwrite":
      return { kept: false, issues: [drift] };
    case "keep":
      if (!unchanged) return { kept: false, issues: [drift] };
      return { kept: true, issues: [warn(drift.code, { ...drift.facts, policy: "keep" })] };
    case "ask": {
      const wanted = unchanged ? null : describeSteps(after);
      const issue = hold(drift.code, { ...drift.facts, policy: "ask", wanted });
      const choice = rules.decide(issue)?.choice;
      if (choice === "keep") return { kept: true, issues: [] };
      return { kept: false, issues: choice === "approve" ? [] : [issue] };
    }
  }
}

/** "10 from 2026-10-01 to 2026-10-14 at 30, cost 20; 12 from …". */
export function describeSteps(steps: Segment[]): string {
  return steps
    .map(({ from, to, quantity, unitPrice, unitCost }) => {
      const end = to === null ? "" : ` to ${to}`;
      const price = unitPrice === null ? "" : ` at ${unitPrice}`;
      return `${quantity} from ${from}${end}${price}${unitCost === null ? "" : `, cost ${unitCost}`}`;
    })
    .join("; ");
}
