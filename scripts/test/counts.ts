import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const counts = z.object({ passed: z.int(), failed: z.int(), skipped: z.int() });
export type Counts = z.infer<typeof counts>;

/** What the reporter of one Jest run left behind; undefined when the run did not get to its end. */
export function readCounts(file: string): Counts | undefined {
  return existsSync(file) ? counts.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The last line of `npm test`, the same words every time, for people and programs. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A skipped test proves nothing, and neither does a run without tests. */
export function isGood({ passed, failed, skipped }: Counts): boolean {
  return passed > 0 && failed === 0 && skipped === 0;
}
