import { groupBy } from "@/lib/group-by";
import type { Violation } from "../seen";

type DatedLine = { id: string; reference: string | null; from: string; to: string | null };

/** I2: no two lines or charges of one key share a day. What carries no key is nobody's that we know. */
export function findDoubledLines(held: DatedLine[]): Violation[] {
  const keyed = held.filter((line): line is DatedLine & { reference: string } => line.reference !== null);
  return [...groupBy(keyed, (line) => line.reference)].flatMap(([reference, lines]) => {
    const sorted = lines.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    return sorted.flatMap((line, i) => {
      const next = sorted[i + 1];
      if (!next || (line.to !== null && line.to < next.from)) return [];
      const says = `${reference} is billed twice from ${next.from} on.`;
      return [{ invariant: "I2" as const, says, data: [line, next] }];
    });
  });
}
