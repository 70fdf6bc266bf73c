import type { AgreementLine } from "@/workers/connectors/psa";
import type { PricingStrategy, Segment } from "../types";
import { mergeSegments, ownedValues } from "./timeline";

/** What of a line decides what the PSA bills by it. */
export type BilledLine = Segment & Pick<AgreementLine, "billable">;

/** What the PSA bills by these lines, in the fields that the strategy owns. The lines must not overlap in days. */
export function timelineFromLines(lines: BilledLine[], strategy: PricingStrategy): Segment[] {
  const steps = lines
    .filter((line) => line.billable)
    .map((line) => ({ from: line.from, to: line.to, ...ownedValues(line, strategy) }));
  return mergeSegments(steps.sort((a, b) => (a.from < b.from ? -1 : 1)));
}
