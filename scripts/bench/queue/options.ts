import { parseArgs } from "node:util";
import { readNumbers } from "../options";

export type QueueBenchOptions = {
  /** Invoice lines of the large organisation. */
  lines: number;
  /** How often the small organisation asks for a sync while nothing else goes on. */
  runs: number;
  /** For how long the large organisation's sync is watched. */
  seconds: number;
};

export const usage = `npm run bench -- queue [options]

Starts a worker, a portal and Redis, and asks for syncs of an organisation of ten lines: alone, and beside a large one whose
first sync is going on. Meanwhile a signed-in person looks at the portal.

  --lines 10000    invoice lines of the large organisation (10000); what is measured hardly depends on it, since its sync is
                   watched for some seconds only
  --runs 100       syncs of the small organisation while nothing else goes on
  --seconds 40     how long the large organisation's sync is watched`;

/** Throws with words for the person who typed it. */
export function readOptions(args: string[]): QueueBenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      lines: { type: "string", default: "10000" },
      runs: { type: "string", default: "100" },
      seconds: { type: "string", default: "40" },
    },
  });
  const read = (option: "lines" | "runs" | "seconds") => readNumbers(option, values[option])[0] ?? 0;
  return {
    lines: Math.max(read("lines"), 100),
    runs: Math.max(read("runs"), 5),
    seconds: Math.max(read("seconds"), 5),
  };
}
