import type { IssueRow } from "@/db/commands/runs/record-items";
import type { ActiveRun } from "./engine";
import { type DraftIssue, factsHashOf, type ItemDraft, referenceOf } from "./item-draft";

/** The issues of an item as they are stored; a warning that a person has seen before is acknowledged from the start. */
export function issueRows(run: ActiveRun, draft: ItemDraft): IssueRow[] {
  return draft.issues.map((issue) => {
    const factsHash = factsHashOf(draft.item.key, issue);
    return {
      itemId: draft.item.id,
      code: issue.code,
      severity: issue.severity,
      facts: issue.facts,
      factsHash,
      acknowledged: issue.severity === "warning" && run.context.acknowledged.has(factsHash),
      rawAnswer: issue.rawAnswer ?? null,
      reference: referenceOf(run.lease.ownership.runId, draft.item.key, issue.code),
    };
  });
}

/** The same for an issue of the run itself. */
export function runIssueRow(run: Pick<ActiveRun, "context">, issue: DraftIssue): Omit<IssueRow, "itemId"> {
  const factsHash = factsHashOf("run", issue);
  return {
    code: issue.code,
    severity: issue.severity,
    facts: issue.facts,
    factsHash,
    acknowledged: issue.severity === "warning" && run.context.acknowledged.has(factsHash),
    rawAnswer: issue.rawAnswer ?? null,
    reference: referenceOf(run.context.run.id, "run", issue.code),
  };
}
