import { groupBy } from "@/lib/group-by";
import type { Send, Violation } from "../seen";

/** I6: once another worker has written to a connection, the one before it never writes again. */
export function findTwoWriters(sends: Send[]): Violation[] {
  return [...groupBy(sends, ({ connection }) => connection)].flatMap(([connection, all]) => {
    const turns = all.map(({ worker }) => worker).filter((worker, i, list) => worker !== list[i - 1]);
    if (new Set(turns).size === turns.length) return [];
    const says = `Workers write to ${connection} by turns.`;
    return [{ invariant: "I6" as const, says, data: turns }];
  });
}
