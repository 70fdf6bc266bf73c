import type { IsoDate } from "@/lib/values";
import { dayBefore } from "../calendar/dates";
import type { Segment } from "../types";
import type { Invoiced } from "./from-bills";

/** The invoiced timeline with its end settled; `lastDay`: it ended and nobody has said that this is meant. */
export type ClosedTimeline =
  | { kind: "closed"; segments: Segment[] }
  | { kind: "disappeared"; segments: Segment[]; lastDay: IsoDate };

/**
 * Carries the last row forward when it reaches the end of its bill's period. One that stops earlier, or a newest bill
 * without rows while the PSA goes on billing, ends the line only when PRISM says that the subscription is over:
 * a short list is no cancellation.
 */
export function closeTimeline(
  invoiced: Invoiced,
  subscriptionActive: boolean | null,
  psaGoesOn: boolean,
): ClosedTimeline {
  const { segments, rows, periodEnd } = invoiced;
  const ended = subscriptionActive === false;
  const last = rows.at(-1)?.step;
  if (last === undefined) {
    if (ended || !psaGoesOn) return { kind: "closed", segments };
    return { kind: "disappeared", segments, lastDay: dayBefore(invoiced.from) };
  }
  if (last.quantity === "0") return { kind: "closed", segments };
  if (last.to >= periodEnd) {
    const carried = segments.map((step, i) => (i === segments.length - 1 ? { ...step, to: null } : step));
    return { kind: "closed", segments: carried };
  }
  if (ended) return { kind: "closed", segments };
  return { kind: "disappeared", segments, lastDay: last.to };
}
