import { issueOfError } from "../run/issue-of-error";
import { type DraftIssue, type ItemDraft, worstOutcome } from "../run/item-draft";
import type { ItemWrites } from "./write-item";

/** Refusals that are the agreement's, whatever the line. */
const refusedByAgreement = new Set([
  "agreement_ended",
  "agreement_missing",
  "effective_date_before_agreement",
  "period_already_invoiced",
]);

/** The item as its writes left it. */
export function draftAfterWrites(draft: ItemDraft, writes: ItemWrites): ItemDraft {
  if (writes.outcome === "applied") {
    return { ...draft, item: { ...draft.item, outcome: worstOutcome("applied", draft.issues) } };
  }
  const issue = withOwnFacts(issueOfError(writes.error, "psa"), draft);
  if (issue.code === "price_conflict") return withError(draft, "held", { ...issue, severity: "held" });
  if (writes.outcome === "failed") return withError(draft, "failed", issue);
  return withError(draft, writes.outcome, { ...issue, ...blockedIssue(writes.outcome, issue.facts) });
}

/** A refusal says nothing of what was asked for: the item knows. */
function withOwnFacts(issue: DraftIssue, { item }: ItemDraft): DraftIssue {
  const known: Record<string, string> = {};
  if (issue.code === "price_conflict") {
    const price = Array.isArray(item.after) && item.after.at(-1)?.unitPrice;
    known.name = item.title;
    known.refused = "yes";
    if (price) known.price = price;
  } else if (issue.code === "billing_code_missing" && item.subject !== "product") {
    known.kind = "charge_billing_code";
  } else if (refusedByAgreement.has(issue.code) && item.agreementName) {
    known.name = item.agreementName;
  }
  return { ...issue, facts: { ...known, ...issue.facts } };
}

/** Nobody knows how a write ended, or what was found in its place is nobody's that we know. */
export function blockedIssue(outcome: "unknown" | "held", facts: Record<string, string>): DraftIssue {
  return { code: "psa_timeout_unknown", severity: outcome === "held" ? "held" : "error", facts };
}

/** The run was stopped before this item's turn: nothing of it was sent. */
export function notReached(draft: ItemDraft): ItemDraft {
  return { ...unsettled(draft), item: { ...draft.item, outcome: "failed", reason: "run_stopped" } };
}

/** The item failed, is held or unknown for this one reason. */
export function withError(
  draft: ItemDraft,
  outcome: "failed" | "held" | "unknown",
  issue: DraftIssue,
): ItemDraft {
  return {
    ...unsettled(draft),
    item: { ...draft.item, outcome, reason: issue.code },
    issues: [issue, ...draft.issues],
  };
}

/** What was not brought to the PSA is not confirmed. It may already have an open line. */
function unsettled(draft: ItemDraft): ItemDraft {
  const { position } = draft;
  return { ...draft, position: position && { ...position, confirmedThrough: null, confirmed: null } };
}
