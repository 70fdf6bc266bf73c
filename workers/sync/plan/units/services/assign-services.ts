import type { Segment } from "../../types";
import { isActive, isStoredOn, type Judged } from "../members/judged";
import type { Window } from "./adjust-service";
import {
  countAdjustments,
  fitGroup,
  type HeldService,
  type Making,
  type Part,
  type Unfit,
} from "./fit-group";
import type { Group } from "./price-groups";

export type Placement = { group: Group; parts: Part[] | Unfit };

/** `emptied`: services whose members all leave. `stuck`: of them, those that cannot be emptied. */
export type Assignment = { placements: Placement[]; emptied: Part[]; stuck: string[] };

export type Pool = {
  /** Services of the item that are ours, or bill nothing and so are free. */
  services: HeldService[];
  /** Members that ask for another item. */
  others: Judged[];
  /** Another service of the item stands on the contract already, so that a new one repeats it. */
  stands: boolean;
  /** The tenant takes a second service of an item. */
  allowRepeat: boolean;
  window: Window;
};

/** Beyond this many ways, each service goes to the group with most members on it. */
const enumerated = 2_000;

/**
 * Which group bills by which services: the way that leaves nobody without a service, then with the fewest adjustments,
 * then with the fewest members that move
 * and prices that change. Groups of which nothing is to change keep their services unplanned.
 */
export function assignServices(groups: Group[], pool: Pool): Assignment {
  const idle = groups.filter((group) => isIdle(group, groups, pool));
  const active = groups.filter((group) => !idle.includes(group));
  const standing = (service: HeldService) => idle.some((group) => isHomeOf(service, group));
  const open = pool.services.filter((service) => !standing(service));
  const weigh = weigher(active, { ...pool, services: open });

  let best: Weighed | null = null;
  for (const owners of waysToOwn(active, open)) {
    const weighed = weigh(owners);
    if (best === null || compareRanks(weighed.rank, best.rank) < 0) best = weighed;
  }
  const kept = idle.map((group): Placement => ({ group, parts: keptParts(group, pool.services) }));
  return {
    placements: [...kept, ...(best?.placements ?? [])],
    emptied: best?.emptied ?? [],
    stuck: best?.stuck ?? [],
  };
}

type Weighed = Assignment & { rank: number[] };

/** For each service the index of the group that owns it, or null. */
type Owners = (number | null)[];

function* waysToOwn(groups: Group[], services: HeldService[]): Generator<Owners> {
  const all = [...groups.map((_, i) => i), null];
  const choices = services.map((service) => {
    const standing = groups.findIndex((group) => standsOn(service, group));
    return standing < 0 ? all : [standing];
  });
  const count = choices.reduce((ways, { length }) => ways * length, 1);
  if (count > enumerated) {
    yield services.map((service) => mostAtHome(groups, service));
    return;
  }
  for (let way = 0; way < count; way++) {
    let rest = way;
    yield choices.map((owners) => {
      const owner = owners[rest % owners.length] ?? null;
      rest = Math.floor(rest / owners.length);
      return owner;
    });
  }
}

/** Somebody of the group is billed there and stopped, and so stays there. */
function standsOn({ id }: HeldService, { members }: Group): boolean {
  return members.some((judged) => judged.stop !== null && isStoredOn(judged, id));
}

function mostAtHome(groups: Group[], service: HeldService): number | null {
  const counts = groups.map(({ members }) => members.filter((one) => isStoredOn(one, service.id)).length);
  const most = Math.max(0, ...counts);
  return most === 0 ? null : counts.indexOf(most);
}

function weigher(groups: Group[], pool: Pool): (owners: Owners) => Weighed {
  const known = new Map<string, Part[] | Unfit>();
  const ask = (index: number, wanted: Segment[], services: HeldService[], making: Making) => {
    const question = `${index} ${making} ${services.map(({ id }) => id).join(" ")}`;
    const answer = known.get(question) ?? fitGroup(wanted, services, making, pool.window);
    known.set(question, answer);
    return answer;
  };
  return (owners) => {
    let made = 0;
    const placements = groups.map((group, index): Placement => {
      const services = pool.services.filter((_, i) => owners[i] === index);
      const parts = ask(index, group.wanted, services, makingFor(group, made, pool));
      if (Array.isArray(parts)) made += parts.filter(({ serviceId }) => serviceId === null).length;
      return { group, parts };
    });
    const left = pool.services.filter((_, i) => owners[i] === null);
    const fits = left.map((service) => ({ service, parts: ask(-1, [], [service], null) }));
    const emptied = fits.flatMap(({ parts }) => (Array.isArray(parts) ? parts : []));
    const stuck = fits.flatMap(({ service, parts }) => (Array.isArray(parts) ? [] : [service.id]));
    const weighed = { placements, emptied, stuck };
    return { ...weighed, rank: rankOf(weighed, pool.services, made) };
  };
}

function makingFor({ members }: Group, made: number, { stands, allowRepeat }: Pool): Making {
  if (!stands && made === 0) return "first";
  return allowRepeat || members.some(({ ownService }) => ownService) ? "repeat" : null;
}

function rankOf({ placements, emptied, stuck }: Assignment, services: HeldService[], made: number): number[] {
  const unplaced = placements.filter(({ parts }) => parts === "unplaced").map(({ group }) => group);
  const refused = placements.filter(({ parts }) => parts === "refused").length + stuck.length;
  const placed = placements.flatMap(({ parts }) => (Array.isArray(parts) ? parts : []));
  return [
    unplaced.filter(({ members }) => members.some(({ stop }) => stop !== null)).length,
    unplaced.reduce((count, { members }) => count + members.length, 0),
    refused,
    countAdjustments([...placed, ...emptied]),
    placements.reduce((count, placement) => count + countMoves(placement, services), 0),
    made,
    placed
      .filter(({ serviceId }) => serviceId !== null)
      .flatMap(({ adjustments }) => adjustments)
      .filter(({ unitPrice, unitCost }) => unitPrice !== null || unitCost !== null).length,
  ];
}

/** Members that have a service and are to be billed by another. */
function countMoves({ group, parts }: Placement, services: HeldService[]): number {
  if (!Array.isArray(parts)) return 0;
  const homes = services.map(({ id }) => id);
  return group.members.filter((member) => {
    const stored = homes.filter((id) => isStoredOn(member, id));
    return stored.length > 0 && !parts.some(({ serviceId }) => serviceId && stored.includes(serviceId));
  }).length;
}

function compareRanks(a: number[], b: number[]): number {
  const differing = a.findIndex((value, i) => value !== b[i]);
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

/** Nobody of the group asks for anything, and nobody leaves its services for another group. */
function isIdle(group: Group, groups: Group[], { services, others }: Pool): boolean {
  const homes = services.filter((service) => isHomeOf(service, group));
  const outside = [...groups.filter((other) => other !== group).flatMap(({ members }) => members), ...others];
  return (
    group.members.every(({ stop }) => stop !== null) &&
    !outside.some((judged) => isActive(judged) && homes.some(({ id }) => isStoredOn(judged, id)))
  );
}

function isHomeOf(service: HeldService, { members }: Group): boolean {
  return members.some((member) => isStoredOn(member, service.id));
}

function keptParts(group: Group, services: HeldService[]): Part[] {
  return services
    .filter((service) => isHomeOf(service, group))
    .map(({ id, held }) => ({ serviceId: id, repeat: false, target: held, adjustments: [] }));
}
