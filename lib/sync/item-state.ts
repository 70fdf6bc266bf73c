/** What became of an item of a run by now, after the runs that came since. */
export type ItemState =
  /** A person can still do something about it here. */
  | { kind: "open" }
  /** A later run looked at it again, and it is not settled there either. */
  | { kind: "open_later"; runId: string; itemId: string | null; outcome: string }
  /** A later run settled it. */
  | { kind: "recovered"; runId: string; itemId: string | null }
  /** It concerns nobody any more, e.g. a customer that is mapped by now. */
  | { kind: "gone" }
  | { kind: "excluded"; reason: string; expiresOn: string | null; excludedBy: string | null }
  /** There was nothing to settle. */
  | { kind: "settled" };

type Standing = {
  position: {
    outstanding: string | null;
    unacknowledged: boolean;
    runId: string | null;
    itemId: string | null;
  } | null;
  exclusion: { reason: string; expiresOn: string | null; excludedBy: string | null } | null;
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
  if (standing.exclusion) return { kind: "excluded", ...exclusionOf(standing.exclusion) };
  const { position } = standing;
  const unsettled = unsettledOutcomes.includes(item.outcome);
  const warned = item.issues.some((issue) => issue.severity === "warning" && !issue.acknowledged);
  if (!unsettled && !warned) return { kind: "settled" };
  if (position === null) return { kind: "open" };
  const open = unsettled ? position.outstanding !== null : position.unacknowledged;
  const elsewhere = position.runId !== null && position.runId !== run.runId ? position.runId : null;
  if (open && elsewhere === null) return { kind: "open" };
  if (elsewhere === null) return { kind: "gone" };
  const later = { runId: elsewhere, itemId: position.itemId };
  return open
    ? { kind: "open_later", ...later, outcome: position.outstanding ?? "warning" }
    : { kind: "recovered", ...later };
}

function exclusionOf({ reason, expiresOn, excludedBy }: NonNullable<Standing["exclusion"]>) {
  return { reason, expiresOn, excludedBy };
}
