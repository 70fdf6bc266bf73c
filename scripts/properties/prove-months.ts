import type { PsaName } from "../months/psa-books";
import { drawBatches } from "./batches";
import { checkBatch } from "./check-batch";
import { playBatch } from "./play-batch";

/** Generated customers through PRISM's sandbox, the product's real connector and the PSA's sandbox, to its own bills. */
export function proveMonths(psa: PsaName): void {
  const batches = drawBatches();
  process.stderr.write(`${psa}: ${batches[0]?.says ?? ""}\n`);
  test.each(batches.map(({ says, customers }) => [says, customers] as const))("%s", async (_, customers) => {
    const failures = checkBatch(psa, await playBatch(psa, customers));
    // One line each: what is in `generated` is kept in found-customers.ts once it is cut down.
    expect(failures.map((failure) => JSON.stringify(failure))).toEqual([]);
  });
}
