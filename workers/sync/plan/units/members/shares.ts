import type { IsoDate } from "@/lib/values";
import { dayBefore, earlier } from "../../calendar/dates";
import { Exact } from "../../exact";
import { alignTimelines } from "../../timeline/align";
import type { Invoiced } from "../../timeline/from-bills";
import { clipSegments, mergeSegments, stepOn } from "../../timeline/timeline";
import type { Segment } from "../../types";
import type { ContractMember } from "../types";

/** A member with what its bills say, and the services of the PSA that are remembered for it. */
export type Reading = { member: ContractMember; invoiced: Invoiced | null };

/** Members that share services, directly or through others that do; the services are live ones. */
export type Sharing = { readings: Reading[]; serviceIds: string[] };

/** Puts together what shares services; a member without a live service is in none. */
export function findSharings(readings: Reading[], held: ReadonlyMap<string, Segment[]>): Sharing[] {
  const sharings: Sharing[] = [];
  for (const reading of readings) {
    const live = reading.member.storedServiceIds.filter((id) => held.has(id));
    if (live.length === 0) continue;
    const touched = sharings.filter(({ serviceIds }) => serviceIds.some((id) => live.includes(id)));
    for (const one of touched) sharings.splice(sharings.indexOf(one), 1);
    sharings.push({
      readings: [...touched.flatMap((one) => one.readings), reading],
      serviceIds: [...new Set([...touched.flatMap((one) => one.serviceIds), ...live])],
    });
  }
  return sharings;
}

/** Which part of the services' units is each member's, by key, on all days that the services have. */
export function attributeUnits(
  sharing: Sharing,
  held: ReadonlyMap<string, Segment[]>,
): Map<string, Segment[]> {
  const services = sharing.serviceIds.map((id) => held.get(id) ?? []);
  const [only] = sharing.readings;
  if (only && sharing.readings.length === 1 && services.length === 1) {
    return new Map([[only.member.key, unitsOf(only.member, services[0] ?? [])]]);
  }
  const claims = sharing.readings.map(({ member }) => member.confirmed ?? []);
  const runs = alignTimelines([...services, ...claims], firstDay([...services, ...claims]), null);
  const steps = new Map<string, Segment[]>(sharing.readings.map(({ member }) => [member.key, []]));
  for (const { from, to, steps: all } of runs) {
    const onServices = all.slice(0, services.length).filter((step) => step !== null);
    const alone = sharing.readings.length === 1 && onServices.length > 0;
    const units = alone ? [total(onServices)] : divide(sharing, onServices, from);
    sharing.readings.forEach(({ member }, i) => {
      const prices = priceOfDay(onServices, stepOn(claims[i] ?? [], from));
      steps.get(member.key)?.push({ from, to, quantity: (units[i] ?? new Exact(0)).toFixed(), ...prices });
    });
  }
  return new Map([...steps].map(([key, unmerged]) => [key, mergeSegments(unmerged)]));
}

/** Rows as they are, with the PSA's roundings; of days before there were any, what was confirmed on another service. */
function unitsOf({ confirmed }: ContractMember, rows: Segment[]): Segment[] {
  const [first] = rows;
  const moved =
    first && confirmed?.[0] ? clipSegments(confirmed, confirmed[0].from, dayBefore(first.from)) : [];
  return [...moved, ...rows.filter(({ quantity }) => quantity !== "0")];
}

/**
 * A member has what was confirmed for it. What the services hold besides is that of members of whose days nothing was
 * confirmed: as many whole units as were invoiced, in their order, and the first of them has what is left. Without such
 * members it is nobody's: a person's edit.
 */
function divide({ readings }: Sharing, onServices: Segment[], day: IsoDate): Exact[] {
  const units = readings.map(({ member }) => new Exact(stepOn(member.confirmed ?? [], day)?.quantity ?? 0));
  let rest = units.reduce((left, share) => left.minus(share), total(onServices));
  const open = readings.flatMap((reading, i) => (isUntold(reading, day) ? [i] : []));
  for (const i of open) {
    const invoiced = invoicedOn(readings[i]?.invoiced ?? null, day);
    const share = Exact.max(0, Exact.min(rest, invoiced)).floor();
    units[i] = share;
    rest = rest.minus(share);
  }
  const [first] = open;
  if (first !== undefined && rest.gt(0)) units[first] = rest.plus(units[first] ?? 0);
  return units;
}

/** A last row that reaches the end of its period goes on. */
function invoicedOn(invoiced: Invoiced | null, day: IsoDate): Exact {
  const last = invoiced?.segments.at(-1);
  const carried = invoiced && day > invoiced.periodEnd && last?.to === invoiced.periodEnd ? last : null;
  return new Exact((stepOn(invoiced?.segments ?? [], day) ?? carried)?.quantity ?? 0);
}

/** Nothing was ever confirmed, or only of later days. */
function isUntold({ member }: Reading, day: IsoDate): boolean {
  const first = member.confirmed?.[0];
  return member.confirmed === null || (first !== undefined && day < first.from);
}

function total(steps: Segment[]): Exact {
  return steps.reduce((sum, { quantity }) => sum.plus(quantity), new Exact(0));
}

/** A member's own prices as confirmed, else those of the service that has units on the day. */
function priceOfDay(onServices: Segment[], claim: Segment | null) {
  const service = onServices.find(({ quantity }) => quantity !== "0");
  return {
    unitCost: claim?.unitCost ?? service?.unitCost ?? null,
    unitPrice: claim?.unitPrice ?? service?.unitPrice ?? null,
  };
}

function firstDay(timelines: Segment[][]): IsoDate {
  return timelines.flat().reduce((first, { from }) => earlier(first, from), "9999-12-31");
}
