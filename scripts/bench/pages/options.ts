import { parseArgs } from "node:util";
import { readNumbers } from "../options";

export type PagesBenchOptions = {
  /** Item rows of the organisations that are compared, the smallest first. */
  rows: number[];
  /** Requests one after the other for each page and size. */
  requests: number;
  /** How long each page is asked for by several at once. */
  seconds: number;
};

export const usage = `npm run bench -- pages [options]

Builds the portal, fills a throw-away PostgreSQL with organisations of so many item rows, and asks the built portal for its
pages as a signed-in person. The organisations take turns, so that whatever else the machine does weighs on each of them.

  --rows 10000,10000000   item rows of each organisation (10000,1000000); 10 million take up to 17 GB of disk while it runs
  --requests 400          requests one after the other for each page, for p50 and p99
  --seconds 6             how long each page is asked for by 8 at once, for its throughput`;

/** Throws with words for the person who typed it. */
export function readOptions(args: string[]): PagesBenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: "string", default: "10000,1000000" },
      requests: { type: "string", default: "400" },
      seconds: { type: "string", default: "6" },
    },
  });
  const rows = readNumbers("rows", values.rows).sort((a, b) => a - b);
  if (rows.some((count) => count < 10_000)) throw new Error("--rows takes numbers from 10000 on.");
  const [requests = 0] = readNumbers("requests", values.requests);
  const [seconds = 0] = readNumbers("seconds", values.seconds);
  return { rows, requests: Math.max(requests, 10), seconds: Math.max(seconds, 1) };
}
