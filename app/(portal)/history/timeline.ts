import type { ChangeRow } from "@/db/queries/portal/list-changes";
import type { SyncRunRow } from "@/db/queries/portal/list-sync-runs";

export type TimelineEntry = { kind: "run"; run: SyncRunRow } | { kind: "change"; change: ChangeRow };

/** Runs and changes in one order of time, the newest first; of the same instant the change stands above. */
export function timelineOf(runs: SyncRunRow[], changes: ChangeRow[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  let next = 0;
  for (const run of runs) {
    for (let change = changes[next]; change && change.at >= run.queuedAt; change = changes[next]) {
      entries.push({ kind: "change", change });
      next += 1;
    }
    entries.push({ kind: "run", run });
  }
  return [...entries, ...changes.slice(next).map((change) => ({ kind: "change" as const, change }))];
}

/** The stretch of time that a page of runs stands for: up to the next newer run, open at the list's own ends. */
export function stretchOf(page: {
  rows: Pick<SyncRunRow, "queuedAt">[];
  next: string | null;
  newerAt: Date | null;
}): { from: Date | null; to: Date | null } {
  return { from: page.next === null ? null : (page.rows.at(-1)?.queuedAt ?? null), to: page.newerAt };
}
