import { type IssueRow, type PositionRow, recordItems } from "@/db/commands/runs/record-items";
import type { ItemOutcome, SyncKind } from "@/db/schema";
import type { ActiveRun } from "./engine";
import type { ItemDraft } from "./item-draft";
import { issueRows } from "./item-issues";
import type { Ledger } from "./ledger";

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
