import type { PlanIssue } from "../../types";
import type { Contract } from "../contract";
import { isActive, isActivePlan } from "../members/judged";
import type { Settled } from "../members/settle-members";
import type { Sharing } from "../members/shares";
import { findEdit } from "./find-hand-edits";
import { sharersOf } from "./stand-as-held";

/**
 * An edit of services on which nobody is planned is set back where others join them or a share ends: it is told on these,
 * by key.
 */
export function tellEdits(
  { items }: Settled,
  sharings: Sharing[],
  contract: Contract,
): Map<string, PlanIssue> {
  const told = new Map<string, PlanIssue>();
  for (const { group, parts } of items.flatMap(({ placements }) => placements)) {
    const adjusted = Array.isArray(parts) && parts.some(({ adjustments }) => adjustments.length > 0);
    for (const sharing of adjusted ? sharings : []) {
      const sharers = sharersOf(group.members, sharing);
      if (sharers.length === 0 || sharers.some(isActivePlan)) continue;
      const edit = findEdit(sharers, sharing, contract);
      if (edit) for (const { member } of group.members.filter(isActive)) told.set(member.key, edit);
    }
  }
  return told;
}
