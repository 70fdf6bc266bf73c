import type { Recorded, Violation } from "../seen";

const terminal = new Set(["error", "warning", "success", "no_change", "cancelled"]);

/** I4: every run ends in one terminal status, and stays in it. */
export function findOddEndings(runs: Recorded["runs"]): Violation[] {
  return runs.flatMap((run) => {
    const ends = new Set(run.statuses.filter((status) => terminal.has(status)));
    const last = run.statuses.at(-1);
    if (ends.size === 1 && last !== undefined && ends.has(last)) return [];
    const says =
      ends.size > 1 ? `A run ended in ${ends.size} statuses.` : `A run is ${last ?? "nowhere"} for ever.`;
    return [{ invariant: "I4" as const, says, data: run }];
  });
}
