import type { IsoDate } from "@/lib/values";
import { Exact } from "../../exact";
import { alignTimelines } from "../../timeline/align";
import { mergeSegments } from "../../timeline/timeline";
import type { Segment } from "../../types";
import { type Adjustment, adjustService, type Window } from "./adjust-service";

/** A service as it stands: its rows from the boundary on, and the dates on which it takes no adjustment any more. */
export type HeldService = { id: string; held: Segment[]; taken: ReadonlySet<IsoDate> };

/** What one service of a group bills, and what makes it so. `serviceId` null: it is to be made. */
export type Part = {
  serviceId: string | null;
  repeat: boolean;
  target: Segment[];
  adjustments: Adjustment[];
};

/** How a service may be made; null: not at all. */
export type Making = "first" | "repeat" | null;

/** Why a group gets nothing: no service may be made for it, or its services take no adjustment on a day that needs one. */
export type Unfit = "unplaced" | "refused";

/**
 * The fewest adjustments with which these services together bill what is wanted: one of them takes what the others do
 * not hold already. A service is made where there is none, or where none of them can be adjusted.
 */
export function fitGroup(
  wanted: Segment[],
  services: HeldService[],
  making: Making,
  window: Window,
): Part[] | Unfit {
  const ways = services.flatMap((primary) => {
    const parts = fitTo(wanted, services, primary, false, window);
    return parts ? [parts] : [];
  });
  const [best] = ways.sort((a, b) => countAdjustments(a) - countAdjustments(b));
  if (best) return best;
  if (services.length === 0 && wanted.length === 0) return [];
  if (making === null) return services.length === 0 ? "unplaced" : "refused";
  return fitTo(wanted, services, null, making === "repeat", window) ?? "refused";
}

/** How many writes these parts come to. */
export function countAdjustments(parts: Part[]): number {
  return parts.reduce((count, { adjustments }) => count + adjustments.length, 0);
}

function fitTo(
  wanted: Segment[],
  services: HeldService[],
  primary: HeldService | null,
  repeat: boolean,
  window: Window,
): Part[] | null {
  const others = services.filter((service) => service !== primary);
  const [rest = [], ...targets] = divideUnits(wanted, others, window);
  const parts = others.map((service, i) => fitService(service, targets[i] ?? [], window));
  const made = { id: null, held: [], taken: new Set<IsoDate>() };
  parts.unshift(fitService(primary ?? made, rest, window, repeat));
  return parts.every((part) => part !== null) ? parts : null;
}

function fitService(
  service: Omit<HeldService, "id"> & { id: string | null },
  target: Segment[],
  window: Window,
  repeat = false,
): Part | null {
  const adjustments = adjustService(service.held, target, window, service.taken);
  return adjustments && { serviceId: service.id, repeat, target, adjustments };
}

/** Each of the others goes on with as much of what it holds as is wanted; first of all what is left of it. */
function divideUnits(wanted: Segment[], others: HeldService[], window: Window): Segment[][] {
  if (others.length === 0) return [wanted];
  const runs = alignTimelines([wanted, ...others.map(({ held }) => held)], window.from, null);
  const targets: Segment[][] = [[], ...others.map(() => [])];
  for (const { from, to, steps } of runs) {
    const [asked, ...held] = steps;
    if (!asked) continue;
    let left = new Exact(asked.quantity);
    held.forEach((step, i) => {
      const share = Exact.min(left, step?.quantity ?? 0);
      left = left.minus(share);
      targets[i + 1]?.push({ ...asked, from, to, quantity: share.toFixed() });
    });
    targets[0]?.push({ ...asked, from, to, quantity: left.toFixed() });
  }
  return targets.map(mergeSegments);
}
