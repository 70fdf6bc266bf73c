import type { IsoDate } from "@/lib/values";
import type { LineAction } from "../types";

type ChangeAction = Extract<LineAction, { kind: "change" }>;
type Days = { from: IsoDate; to: IsoDate | null };

/**
 * Ends first, then the other changes, each only when the days it takes are free, so that at no moment two lines of the
 * key share a day. Lines that keep their order among each other can always be moved so.
 */
export function orderChanges(changes: ChangeAction[]): ChangeAction[] {
  const waiting = [...changes].sort(
    (a, b) => rank(a) - rank(b) || (a.current.from < b.current.from ? -1 : 1),
  );
  const ordered: ChangeAction[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex((action) =>
      waiting.every((other) => other === action || !shareDays(daysAfter(action), other.current)),
    );
    const [next] = free < 0 ? [] : waiting.splice(free, 1);
    if (!next) throw new Error("The lines cannot be changed without sharing a day.");
    ordered.push(next);
  }
  return ordered;
}

function shareDays(a: Days, b: Days): boolean {
  return (a.to === null || b.from <= a.to) && (b.to === null || a.from <= b.to);
}

function daysAfter({ current, change }: ChangeAction): Days {
  return { ...current, ...change };
}

function rank(action: ChangeAction): number {
  return action.reason === "end" ? 0 : 1;
}
