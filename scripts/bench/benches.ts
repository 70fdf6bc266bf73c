import type { Shutdown } from "../machine/shutdown";
import { pagesBench } from "./pages/bench";
import { queueBench } from "./queue/bench";
import { syncBench } from "./sync/bench";

/** A subcommand of `npm run bench`. */
export type Bench = {
  name: string;
  /** One line for the list of all. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /** `args`: the words after the name. Throws with words for the person who typed them. */
  run: (args: string[], shutdown: Shutdown) => Promise<void>;
};

/** Everything that `npm run bench` knows, in the order of its help. */
export const benches: readonly Bench[] = [syncBench, pagesBench, queueBench];
