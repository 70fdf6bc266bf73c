import type { IsoDate } from "@/lib/values";
import { later } from "../../calendar/dates";
import { describeSteps } from "../../decide/hand-edits";
import { findDrift } from "../../find-warnings";
import { hold, warn } from "../../issues";
import { clipSegments, mergeSegments, sameTimeline } from "../../timeline/timeline";
import { ownedSteps } from "../../timeline/wanted";
import type { PlanIssue, Segment } from "../../types";
import type { Contract } from "../contract";
import { isActivePlan, type Judged, type JudgedPlan, shareOf } from "../members/judged";
import type { Sharing } from "../members/shares";
import { agreeInPrice, sumTimelines } from "../services/sum-timelines";
import { sharersOf, standAsHeld } from "./stand-as-held";

/**
 * Where services hold something else than was confirmed for their members, and is not wanted now, a person has edited
 * them. It is told on each planned member, and set back, kept, or asked about, as the settings and decisions say. An edit
 * is kept while none of the members changes: the next invoice that changes one sets the sum anew.
 */
export function findHandEdits(members: Judged[], sharings: Sharing[], contract: Contract): Judged[] {
  return sharings.reduce((all, sharing) => judgeEdit(all, sharing, contract), members);
}

function judgeEdit(all: Judged[], sharing: Sharing, contract: Contract): Judged[] {
  const sharers = sharersOf(all, sharing);
  const asking = sharers.filter(isActivePlan);
  const edit = asking.length > 0 ? findEdit(sharers, sharing, contract) : null;
  if (!edit) return all;

  const { boundary } = contract.calendar;
  const unchanged = asking.every((judged) => sameTimeline(confirmedFrom(judged, boundary), judged.wanted));
  const judged = new Map(asking.map((one) => [one.member.key, applyPolicy(one, edit, unchanged)]));
  const judgedAll = all.map((one) => judged.get(one.member.key) ?? one);
  const kept = asking.some(({ member }) => judged.get(member.key)?.stop);
  return kept ? standAsHeld(judgedAll, sharing, contract) : judgedAll;
}

/** The first days on which what the services hold is a person's edit; null: there are none, or nobody can say. */
export function findEdit(sharers: Judged[], { serviceIds }: Sharing, contract: Contract): PlanIssue | null {
  if (!sharers.every(({ member }) => isTold(member))) return null;
  const confirmed = sharers.map(({ member }) => ownedSteps(member.confirmed ?? [], member.strategy));
  const from = confirmed.reduce((day, [first]) => later(day, first?.from ?? day), contract.calendar.boundary);
  const held = sumTimelines(
    serviceIds.map((id) => contract.held.get(id) ?? []),
    from,
  );
  const onePrice =
    serviceIds.length === 1 && confirmed.every((one) => confirmed.every((other) => agreeInPrice(one, other)));
  const comparable = (steps: Segment[]) =>
    onePrice ? steps : steps.map((step) => ({ ...step, unitCost: null, unitPrice: null }));
  const was = comparable(sumTimelines(confirmed, from));
  const wanted = comparable(sumTimelines(sharers.map(shareOf), from));
  return findDrift(was, held, wanted, from)[0] ?? null;
}

/** As `judgeHandEdit` of one subscription: a decision is one about the edit and what is wanted instead. */
function applyPolicy(judged: JudgedPlan, edit: PlanIssue, unchanged: boolean): Judged {
  const { handEdits, decide } = judged.member.rules;
  const keep = (issues: PlanIssue[]): Judged => ({
    ...judged,
    stop: { kind: "unchanged", issues: [...issues, ...judged.issues], kept: true },
  });
  switch (handEdits) {
    case "overwrite":
      return { ...judged, issues: [edit, ...judged.issues] };
    case "keep":
      if (unchanged) return keep([warn(edit.code, { ...edit.facts, policy: "keep" })]);
      return { ...judged, issues: [edit, ...judged.issues] };
    case "ask": {
      const wanted = unchanged ? null : describeSteps(judged.wanted);
      const issue = hold(edit.code, { ...edit.facts, policy: "ask", wanted });
      const choice = decide(issue)?.choice;
      if (choice === "approve") return judged;
      return choice === "keep" ? keep([]) : { ...judged, stop: { kind: "hold", issues: [issue] } };
    }
  }
}

function isTold(member: Judged["member"]): boolean {
  return member.kind === "standing" || (member.confirmed !== null && !member.unsettled);
}

function confirmedFrom({ member }: Judged, boundary: IsoDate): Segment[] {
  return mergeSegments(ownedSteps(clipSegments(member.confirmed ?? [], boundary, null), member.strategy));
}
