import type { Bench } from "../benches";
import { readOptions, usage } from "./options";

export const syncBench: Bench = {
  name: "sync",
  summary: "time, memory, calls and SQL statements of a sync",
  usage,
  run: async (args) => {
    readOptions(args);
    throw new Error("The sync is not measured yet.");
  },
};
