import { groupBy } from "@/lib/group-by";
import type { IsoDate } from "@/lib/values";
import { earlier, later } from "../calendar/dates";
import { sumAmounts, sumPosted } from "./amounts";
import { chargeReference } from "./reference";
import type { ChargesInput, Due } from "./types";

/** By reference, the oldest usage first. */
export function listDues({ key, kind, bills, charges }: ChargesInput): Due[] {
  const separator = key.lastIndexOf(":");
  const [id, suffix] = [key.slice(0, separator), key.slice(separator + 1)];
  const sorted = bills.toSorted((a, b) => (a.periodStart < b.periodStart ? -1 : 1));
  const byReference = groupBy(sorted, (bill) =>
    kind === "line" ? key : chargeReference(id, suffix, bill.periodStart),
  );
  return [...byReference].map(([reference, group]) => {
    const lines = group.flatMap((bill) => bill.lines);
    const usage = group.map((bill) => ({ from: bill.periodStart, to: bill.periodEnd }));
    const { from: periodStart, to: periodEnd } = spanOf(usage);
    const days = lines.map((line) => ({ from: line.chargeStart, to: line.chargeEnd }));
    return {
      reference,
      periodStart,
      periodEnd,
      charged: spanOf(days.length > 0 ? days : usage),
      wanted: sumAmounts(lines),
      posted: sumPosted(reference, charges),
    };
  });
}

function spanOf(days: { from: IsoDate; to: IsoDate }[]): { from: IsoDate; to: IsoDate } {
  return days.reduce((a, b) => ({ from: earlier(a.from, b.from), to: later(a.to, b.to) }));
}
