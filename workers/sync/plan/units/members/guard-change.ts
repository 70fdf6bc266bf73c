import { findLargeChange } from "../../decide/large-change";
import { sameTimeline } from "../../timeline/timeline";
import type { Contract } from "../contract";
import { isActivePlan, type Judged } from "./judged";

/** Stops a member whose own share changes beyond a limit, unless a person has approved it. */
export function guardChange(judged: Judged, { calendar }: Contract): Judged {
  if (!isActivePlan(judged) || sameTimeline(judged.before, judged.wanted)) return judged;
  const { member, before, wanted, billed } = judged;
  const rows = judged.invoiced?.rows ?? [];
  const large = findLargeChange({
    before,
    after: wanted,
    boundary: calendar.boundary,
    limits: member.rules.guard,
    newest: member.bills.at(-1) ?? null,
    confirmedEnd: judged.confirmedEnd,
    costOn: (day) =>
      (rows.findLast(({ step }) => step.from <= day) ?? rows[0])?.line.unitCost ??
      billed.at(-1)?.unitCost ??
      null,
  });
  if (!large) return judged;
  const choice = member.rules.decide(large)?.choice;
  if (choice === "approve") return judged;
  if (choice === "reject") return { ...judged, issues: [], stop: { kind: "rejected", issues: [] } };
  return { ...judged, stop: { kind: "hold", issues: [large] } };
}
