import type { IsoDate } from "@/lib/values";
import { later } from "../calendar/dates";
import { describeSteps } from "../decide/hand-edits";
import { Exact } from "../exact";
import { findDrift } from "../find-warnings";
import { hold, warn } from "../issues";
import { alignTimelines } from "../timeline/align";
import { clipSegments, mergeSegments, sameTimeline, stepOn } from "../timeline/timeline";
import { ownedSteps } from "../timeline/wanted";
import type { PlanIssue, Segment } from "../types";
import type { Contract } from "./contract";
import { isActivePlan, type Judged, type JudgedPlan, shareOf } from "./judged";
import type { Sharing } from "./shares";
import { agreeInPrice, sumTimelines } from "./sum-timelines";

/**
 * Where services hold something else than was confirmed for their members, and is not wanted now, a person has edited
 * them. It is told on each planned member, and set back, kept, or asked about, as the settings and decisions say. An edit
 * is kept while none of the members changes: the next invoice that changes one sets the sum anew.
 */
export function findHandEdits(members: Judged[], sharings: Sharing[], contract: Contract): Judged[] {
  return sharings.reduce((all, sharing) => judgeEdit(all, sharing, contract), members);
}

function judgeEdit(all: Judged[], sharing: Sharing, contract: Contract): Judged[] {
  const keys = new Set(sharing.readings.map(({ member }) => member.key));
  const sharers = all.filter(({ member }) => keys.has(member.key));
  const asking = sharers.filter(isActivePlan);
  if (asking.length === 0 || sharers.some(({ member }) => !isTold(member))) return all;
  const [held, edit] = compare(sharers, sharing, contract);
  if (!edit) return all;

  const { boundary } = contract.calendar;
  const unchanged = asking.every((judged) => sameTimeline(confirmedFrom(judged, boundary), judged.wanted));
  const judged = new Map(asking.map((one) => [one.member.key, applyPolicy(one, edit, unchanged)]));
  const judgedAll = all.map((one) => judged.get(one.member.key) ?? one);
  const kept = asking.some(({ member }) => judged.get(member.key)?.stop);
  return kept ? standAsHeld(judgedAll, keys, held) : judgedAll;
}

/** What the services hold, and the first days on which that is a person's edit. */
function compare(
  sharers: Judged[],
  { serviceIds }: Sharing,
  contract: Contract,
): [Segment[], PlanIssue | undefined] {
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
  return [held, findDrift(was, held, wanted, from)[0]];
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

/** What stopped members have on these services together is what the services hold, edit and all. */
function standAsHeld(all: Judged[], keys: ReadonlySet<string>, held: Segment[]): Judged[] {
  const staying = all.filter(({ member, stop }) => keys.has(member.key) && stop !== null);
  const others = all.filter(({ member, stop }) => keys.has(member.key) && stop === null);
  const first = staying[0];
  return all.map((judged) => {
    if (!staying.includes(judged)) return judged;
    if (judged !== first) return { ...judged, stands: withPricesOf(judged.stands, held) };
    const beside = [...staying.filter((one) => one !== first), ...others].map(shareOf);
    return { ...judged, stands: subtract(held, beside) };
  });
}

function subtract(held: Segment[], shares: Segment[][]): Segment[] {
  const [start] = held;
  const runs = alignTimelines([held, ...shares], start?.from ?? "0001-01-01", null);
  return mergeSegments(
    runs.map(({ from, to, steps: [all, ...others] }) => {
      const taken = others.reduce((sum, step) => sum.plus(step?.quantity ?? 0), new Exact(0));
      const quantity = new Exact(all?.quantity ?? 0).minus(taken).toFixed();
      return { from, to, quantity, unitCost: all?.unitCost ?? null, unitPrice: all?.unitPrice ?? null };
    }),
  );
}

function withPricesOf(steps: Segment[], held: Segment[]): Segment[] {
  return steps.map((step) => {
    const { unitCost = step.unitCost, unitPrice = step.unitPrice } = stepOn(held, step.from) ?? {};
    return { ...step, unitCost, unitPrice };
  });
}

function isTold(member: Judged["member"]): boolean {
  return member.kind === "standing" || (member.confirmed !== null && !member.unsettled);
}

function confirmedFrom({ member }: Judged, boundary: IsoDate): Segment[] {
  return mergeSegments(ownedSteps(clipSegments(member.confirmed ?? [], boundary, null), member.strategy));
}
