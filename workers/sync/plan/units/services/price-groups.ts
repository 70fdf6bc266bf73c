import type { IsoDate } from "@/lib/values";
import type { Segment } from "../../types";
import { isActive, isStoredOn, type Judged, shareOf } from "../members/judged";
import { agreeInPrice, sumTimelines } from "./sum-timelines";

/** Subscriptions of one item that one service can bill, and the sum of their units. */
export type Group = { members: Judged[]; wanted: Segment[] };

/**
 * Who stands where nothing may change stays together, service by service, whatever the prices. The others join whom
 * they agree with in price on every common day, first those on a service of theirs; else they begin a group.
 */
export function groupByPrice(members: Judged[], serviceIds: string[], boundary: IsoDate): Group[] {
  const groups: Group[] = [];
  for (const judged of members.filter(({ stop }) => stop !== null)) {
    if (judged.stands.length === 0) continue;
    const beside = groups.find((group) => shareService(group, judged, serviceIds));
    join(groups, beside, judged, boundary);
  }
  for (const judged of members.filter(isActive)) {
    const fitting = groups.filter(({ wanted }) => agreeInPrice(wanted, judged.wanted));
    const home = fitting.find((group) => shareService(group, judged, serviceIds));
    join(groups, home ?? fitting[0], judged, boundary);
  }
  return groups;
}

function join(groups: Group[], group: Group | undefined, judged: Judged, boundary: IsoDate): void {
  if (!group) {
    groups.push({ members: [judged], wanted: sumTimelines([shareOf(judged)], boundary) });
    return;
  }
  group.members.push(judged);
  group.wanted = sumTimelines(group.members.map(shareOf), boundary);
}

function shareService(group: Group, judged: Judged, serviceIds: string[]): boolean {
  return serviceIds.some(
    (id) => isStoredOn(judged, id) && group.members.some((member) => isStoredOn(member, id)),
  );
}
