import type { IsoDate } from "@/lib/values";
import { dayBefore, later } from "../../calendar/dates";
import type { PlanIssue } from "../../types";
import type { Contract } from "../contract";
import { findExtension } from "../extension";
import type { Window } from "../services/adjust-service";
import { findRefusals, type Refusal } from "../services/find-refusals";
import { type ItemAssignment, planServices } from "../services/plan-services";
import type { Judged } from "./judged";

export type Settled = { members: Judged[]; items: ItemAssignment[]; extendTo: IsoDate | null };

/**
 * Plans the services; whoever the PSA would refuse is stopped, which changes the sums, so that they are planned again.
 * Each round stops a member, or gives it a service of its own, so there is an end.
 */
export function settleMembers(judged: Judged[], contract: Contract): Settled {
  let members = judged;
  for (;;) {
    const extendTo = findExtension(members, contract);
    const items = planServices(members, contract, windowOf(extendTo, contract));
    const refusals = new Map(findRefusals(items, members, contract).map((one) => [one.key, one]));
    if (refusals.size === 0) return { members, items, extendTo };
    members = members.map((one) => refuse(one, refusals.get(one.member.key)));
  }
}

function refuse(judged: Judged, refusal: Refusal | undefined): Judged {
  if (!refusal) return judged;
  const { issue } = refusal;
  const wantsItsOwn =
    issue.code === "price_conflict" && !judged.ownService && choosesOwnService(judged, issue);
  if (wantsItsOwn) return { ...judged, ownService: true };
  return { ...judged, stop: { kind: issue.severity === "error" ? "fail" : "hold", issues: [issue] } };
}

function choosesOwnService({ member }: Judged, issue: PlanIssue): boolean {
  const choice = member.kind === "planned" && member.rules.decide(issue)?.choice;
  return choice === "own_service" || choice === "approve";
}

/** A contract that ended before the boundary has no days to adjust. */
function windowOf(extendTo: IsoDate | null, { input, calendar }: Contract): Window {
  const end = extendTo ?? input.agreement.endDate;
  return { from: calendar.boundary, to: end && later(end, dayBefore(calendar.boundary)) };
}
