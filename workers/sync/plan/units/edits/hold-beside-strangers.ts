import { Exact } from "../../exact";
import { alignTimelines } from "../../timeline/align";
import type { Contract } from "../contract";
import { isActivePlan, type Judged } from "../members/judged";
import type { Sharing } from "../members/shares";
import { sumTimelines } from "../services/sum-timelines";
import { findStrangeServices } from "./find-strange-services";
import { heldTogether, sharersOf, standAsHeld } from "./stand-as-held";

/**
 * Holds who is to be billed beside a strange service of the item. Once a service of ours bills a subscription, another
 * one is none of our business: a person keeps it on purpose. But where ours hold less than was confirmed for their
 * members, somebody may have moved units to the other by hand: then none of them is put back.
 */
export function holdBesideStrangers(members: Judged[], sharings: Sharing[], contract: Contract): Judged[] {
  const billed = new Set<string>();
  const short = sharings.filter((sharing) => {
    const sharers = sharersOf(members, sharing);
    if (holdsLess(sharers, sharing, contract)) return true;
    for (const { member, before } of sharers) if (before.length > 0) billed.add(member.key);
    return false;
  });
  const judged = members.map((one) => {
    if (!isActivePlan(one) || one.wanted.length === 0 || billed.has(one.member.key)) return one;
    const issues = findStrangeServices(one.member, contract);
    return issues.length > 0 ? { ...one, stop: { kind: "hold" as const, issues } } : one;
  });
  return short
    .filter((sharing) => sharersOf(judged, sharing).some((one) => !members.includes(one)))
    .reduce((all, sharing) => standAsHeld(all, sharing, contract), judged);
}

function holdsLess(sharers: Judged[], sharing: Sharing, contract: Contract): boolean {
  const { boundary } = contract.calendar;
  const confirmed = sumTimelines(
    sharers.map(({ member }) => member.confirmed ?? []),
    boundary,
  );
  return alignTimelines([confirmed, heldTogether(sharing, contract)], boundary, null).some(
    ({ steps: [was, now] }) => new Exact(was?.quantity ?? 0).gt(now?.quantity ?? 0),
  );
}
