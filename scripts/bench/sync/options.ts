import { parseArgs } from "node:util";
import { linesPerCustomer } from "@/sandbox/world/large-world";
import { readChoices, readNumbers } from "../options";

export const psas = ["connectwise", "autotask"] as const;
export const changes = ["full", "changed", "unchanged"] as const;

export type Psa = (typeof psas)[number];
/** full: the first load; changed: 1 % of the lines have another quantity; unchanged: the same invoice once more. */
export type Change = (typeof changes)[number];

export type SyncBenchOptions = {
  psas: Psa[];
  lines: number[];
  latencies: number[];
  changes: Change[];
  /** How many of each run's most expensive statements are told. */
  statements: number;
};

export const usage = `npm run bench -- sync [options]

Brings generated organisations to a PSA, with the sandboxes in a process of their own and the worker in another.

  --psa connectwise|autotask        both unless told
  --lines 1000,10000,100000         invoice lines, ten for each customer (1000,10000)
  --latency 0,150                   how long the sandboxes wait before each answer, in milliseconds (0)
  --change full,changed,unchanged   all three unless told; the first load always runs, since the others follow it
  --statements 10                   tells so many of each run's SQL statements, those that touch most first (0)`;

/** Throws with words for the person who typed it. */
export function readOptions(args: string[]): SyncBenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      psa: { type: "string" },
      lines: { type: "string", default: "1000,10000" },
      latency: { type: "string", default: "0" },
      change: { type: "string" },
      statements: { type: "string", default: "0" },
    },
  });
  const lines = readNumbers("lines", values.lines);
  const odd = lines.find((one) => one < 100 || one % linesPerCustomer !== 0);
  if (odd !== undefined) throw new Error(`--lines takes 100 or more, by tens, not ${odd}.`);
  if (!/^\d+$/.test(values.statements))
    throw new Error(`--statements takes a number, not ${values.statements}.`);
  return {
    psas: readChoices("psa", values.psa, psas),
    lines,
    latencies: readNumbers("latency", values.latency),
    changes: readChoices("change", values.change, changes),
    statements: Number(values.statements),
  };
}
