import type { Schedule } from "../schedule/schedule";
import { usageMonths } from "../schedule/world-plan";
import type { World } from "../world/world";
import type { History } from "./history";

/** What a schedule came to, from outside and from inside. */
export type Judged = { schedule: Schedule; world: World; history: History };

/** A promise that did not hold. */
export type Failure = { rule: string; details: unknown };

export function hasFault({ schedule }: Judged, ...kinds: string[]): boolean {
  return schedule.disturbances.some(({ what }) => "kind" in what && kinds.includes(what.kind));
}

/**
 * Whether something may rightly be left for a person when all is calm: a person's edit, or in Autotask a corrected
 * invoice, whose days were adjusted already and are not adjusted twice.
 */
export function mayWait(judged: Judged): boolean {
  const corrected = judged.schedule.disturbances.some(
    ({ what }) => "event" in what && what.event === "correct_invoice",
  );
  return hasEdits(judged) || (corrected && judged.world.psa.kind === "autotask");
}

/**
 * The first day that a run looks at when all is calm. Run now plans the newest invoice: what a person has edited of
 * older days stays as it is.
 */
export function firstDayJudged(judged: Judged): string {
  return hasEdits(judged) ? (usageMonths[judged.world.prism.invoiced - 1] ?? "") : "";
}

/** Whether a person changed what the PSA holds: then a line may rightly wait for a person. */
export function hasEdits({ schedule }: Judged): boolean {
  return schedule.disturbances.some(
    ({ what }) => "event" in what && (what.event === "edit_line" || what.event === "delete_line"),
  );
}
