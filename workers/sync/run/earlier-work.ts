import { type ExistingItem, listExistingItems } from "@/db/queries/runs/existing-items";
import type { ActiveRun } from "./engine";
import type { InvoiceShare, ItemDraft } from "./item-draft";
import type { Ledger } from "./ledger";

/** What earlier workers of a run left behind, by key. */
export type EarlierWork = Map<string, ExistingItem>;

/** What earlier workers of this run did; empty for its first worker. */
export async function loadEarlierWork(
  run: Pick<ActiveRun, "engine" | "context" | "lease">,
): Promise<EarlierWork> {
  const { orgId, runId, epoch } = run.lease.ownership;
  if (epoch <= 1) return new Map();
  return listExistingItems(run.engine.db, { orgId, runId, itemMonth: run.context.run.itemMonth });
}

/**
 * An item that an earlier worker of this run has begun to change: it was before what that worker found, it stays
 * applied, and as what, though the PSA now needs nothing more, and what was warned of then is still said.
 */
export function resumeDraft(draft: ItemDraft, earlier: ExistingItem | undefined): ItemDraft {
  if (!earlier || (earlier.outcome !== "applied" && !earlier.confirmed)) return draft;
  const { outcome, reason } = draft.item;
  const isDone = outcome === "unchanged";
  // What the first worker made, this one has only found, by its SKU.
  const isFound = outcome === "applied" && reason !== null;
  const codes = new Set(draft.issues.map((issue) => issue.code));
  const said = earlier.issues.filter((issue) => issue.severity === "warning" && !codes.has(issue.code));
  return {
    ...draft,
    item: {
      ...draft.item,
      before: earlier.before,
      outcome: isDone ? "applied" : outcome,
      reason: isDone || isFound ? earlier.reason : reason,
    },
    issues: [...draft.issues, ...said],
  };
}

/** Counts an item as an earlier worker left it; `shares` are the invoice lines behind it. */
export function bookEarlierItem(ledger: Ledger, item: ExistingItem, shares: InvoiceShare[]): void {
  const open = item.issues.filter((issue) => issue.severity === "warning" && !issue.acknowledged);
  ledger.count(item.outcome, open.length);
  ledger.book(item.outcome, shares);
}
