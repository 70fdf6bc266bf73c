import { type IssueRow, type PositionRow, recordItems } from "@/db/commands/runs/record-items";
import { type ExistingItem, listExistingItems } from "@/db/queries/runs/existing-items";
import type { ItemOutcome, SyncKind } from "@/db/schema";
import type { ActiveRun } from "./engine";
import { factsHashOf, type ItemDraft, referenceOf } from "./item-draft";
import type { Ledger } from "./ledger";

/** What earlier workers of this run did; empty for its first worker. */
export async function loadExistingItems(run: ActiveRun): Promise<Map<string, ExistingItem>> {
  const { orgId, runId, epoch } = run.lease.ownership;
  if (epoch <= 1) return new Map();
  return listExistingItems(run.engine.db, { orgId, runId, itemMonth: run.context.run.itemMonth });
}

/** An item that an earlier worker of this run applied stays applied, though the PSA now needs nothing more. */
export function resumeDraft(draft: ItemDraft, existing: ExistingItem | undefined): ItemDraft {
  if (draft.item.outcome !== "unchanged" || !existing) return draft;
  if (existing.outcome !== "applied" && !existing.confirmed) return draft;
  return {
    ...draft,
    item: { ...draft.item, outcome: "applied", before: existing.before, after: existing.after },
  };
}

/**
 * Records a page of items, with their issues and where their keys now stand, and books their money.
 * Unchanged items without an issue are counted, not stored.
 */
export async function recordPage(
  run: ActiveRun,
  ledger: Ledger,
  page: { drafts: ItemDraft[]; progressDone: number },
): Promise<void> {
  const { context, lease, engine } = run;
  const live = context.run.mode === "live";
  const stored = page.drafts.filter(isShown);
  const issues = stored.flatMap((draft) => issueRows(run, draft));
  const unacknowledged = countUnacknowledged(issues);
  await recordItems(engine.db, lease.ownership, {
    items: stored.map((draft) => draft.item),
    issues,
    positions: live
      ? page.drafts.flatMap((draft) => positionRow(run, draft, unacknowledged.get(draft.item.id) ?? 0))
      : [],
    progressDone: page.progressDone,
  });
  for (const draft of page.drafts) {
    ledger.count(draft.item.outcome, unacknowledged.get(draft.item.id) ?? 0);
    ledger.book(draft.item.outcome, draft.money);
  }
}

function isShown(draft: ItemDraft): boolean {
  return draft.item.outcome !== "unchanged" || draft.issues.length > 0;
}

function issueRows(run: ActiveRun, draft: ItemDraft): IssueRow[] {
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

function countUnacknowledged(rows: IssueRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (row.severity !== "warning" || row.acknowledged || !row.itemId) continue;
    counts.set(row.itemId, (counts.get(row.itemId) ?? 0) + 1);
  }
  return counts;
}

const outstanding: ItemOutcome[] = ["failed", "held", "unknown"];

function positionRow(run: ActiveRun, draft: ItemDraft, warnings: number): PositionRow[] {
  const { item, position } = draft;
  if (!position) return [];
  const kind: SyncKind = run.context.run.kind;
  return [
    {
      programSyncId: run.context.programSync.id,
      kind,
      key: item.key,
      customerId: item.customerId ?? null,
      ...position,
      outstanding: outstanding.includes(item.outcome) ? item.outcome : null,
      unacknowledged: warnings > 0,
      runId: run.lease.ownership.runId,
      itemId: isShown(draft) ? item.id : null,
    },
  ];
}
