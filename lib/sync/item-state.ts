/** What became of an item of a run by now, after the runs that came since. */
export type ItemState =
  /** A person can still do something about it here. `exclusion`: its key is excluded for a reversal that is not done. */
  | { kind: "open"; exclusion?: Exclusion }
  /** A later run looked at it again, and it is not settled there either. */
  | { kind: "open_later"; runId: string; itemId: string | null; outcome: string }
  /** A later run settled it. */
  | { kind: "recovered"; runId: string; itemId: string | null }
  /** It concerns nobody any more, e.g. a customer that is mapped by now. */
  | { kind: "gone" }
  | ({ kind: "excluded" } & Exclusion)
  /** There was nothing to settle. */
  | { kind: "settled" };

type Exclusion = { reason: string; expiresOn: string | null; excludedBy: string | null };

type Standing = {
  position: {
    outstanding: string | null;
    unacknowledged: boolean;
    runId: string | null;
    itemId: string | null;
  } | null;
  exclusion: Exclusion | null;
};

type Item = { outcome: string; issues: { severity: string; acknowledged: boolean }[] };

const unsettledOutcomes = ["failed", "held", "unknown"];

/**
 * Where an item stands by now. `runId` is the run that is looked at; a preview is never open, for it leaves nothing
 * outstanding.
 */
export function itemState(
  item: Item,
  standing: Standing,
  run: { runId: string; mode: "live" | "preview" },
): ItemState {
  if (run.mode === "preview") return { kind: "settled" };
  const { position, exclusion } = standing;
  // To exclude a key settles it: what is outstanding all the same is a reversal, which a retry still makes.
  if (exclusion && !position?.outstanding) return { kind: "excluded", ...exclusionOf(exclusion) };
  const unsettled = unsettledOutcomes.includes(item.outcome);
  const warned = item.issues.some((issue) => issue.severity === "warning" && !issue.acknowledged);
  if (!unsettled && !warned) return { kind: "settled" };
  if (position === null) return { kind: "open" };
  const open = unsettled ? position.outstanding !== null : position.unacknowledged;
  const elsewhere = position.runId !== null && position.runId !== run.runId ? position.runId : null;
  if (open && elsewhere === null) {
    return { kind: "open", ...(exclusion && { exclusion: exclusionOf(exclusion) }) };
  }
  if (elsewhere === null) return { kind: "gone" };
  const later = { runId: elsewhere, itemId: position.itemId };
  return open
    ? { kind: "open_later", ...later, outcome: position.outstanding ?? "warning" }
    : { kind: "recovered", ...later };
}

function exclusionOf({ reason, expiresOn, excludedBy }: Exclusion): Exclusion {
  return { reason, expiresOn, excludedBy };
}
