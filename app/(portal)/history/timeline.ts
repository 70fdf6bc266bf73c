import type { ChangeRow } from "@/db/queries/portal/list-changes";
import type { SyncRunRow } from "@/db/queries/portal/list-sync-runs";

export type TimelineEntry =
  | { kind: "run"; run: SyncRunRow }
  /** One change, or many of a kind that one person made in a row. */
  | { kind: "changes"; changes: [ChangeRow, ...ChangeRow[]] };

/** From so many on, changes of a kind stand as one: a hundred mappings accepted at once must not hide the syncs. */
const many = 4;

/** Runs and changes in one order of time, the newest first; of the same instant the change stands above. */
export function timelineOf(runs: SyncRunRow[], changes: ChangeRow[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  let next = 0;
  for (const run of runs) {
    const from = next;
    while ((changes[next]?.at ?? 0) >= run.queuedAt) next += 1;
    entries.push(...rowsOf(changes.slice(from, next)), { kind: "run", run });
  }
  return [...entries, ...rowsOf(changes.slice(next))];
}

function rowsOf(changes: ChangeRow[]): TimelineEntry[] {
  const groups: [ChangeRow, ...ChangeRow[]][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last && last[0].action === change.action && last[0].by === change.by) last.push(change);
    else groups.push([change]);
  }
  const rows = groups.flatMap((group) =>
    group.length < many ? group.map((one): typeof group => [one]) : [group],
  );
  return rows.map((group) => ({ kind: "changes", changes: group }));
}

/** The stretch of time that a page of runs stands for: up to the next newer run, open at the list's own ends. */
export function stretchOf(page: {
  rows: Pick<SyncRunRow, "queuedAt">[];
  next: string | null;
  newerAt: Date | null;
}): { from: Date | null; to: Date | null } {
  return { from: page.next === null ? null : (page.rows.at(-1)?.queuedAt ?? null), to: page.newerAt };
}
