import { Decimal } from "decimal.js";
import type { TieOutPart, TieOutPartKind } from "@/components/sync/tie-out-bar";
import { isZero } from "@/lib/format/money";
import { links } from "@/lib/links";
import { skippedBecause } from "@/lib/sync/run-words";
import type { DecimalText } from "@/lib/values";

const Exact = Decimal.clone({ precision: 60 });

type Sums = Record<TieOutPartKind, DecimalText>;

/**
 * The parts of a tie-out, each with the address of its lines. `skippedBy` are the sums of skipped items by reason,
 * where the run dealt with this invoice only; what they do not explain is usage before a customer's first day.
 */
export function tieOutParts(
  runId: string,
  sums: Sums,
  skippedBy: { reason: string | null; costAmount: DecimalText }[] | null,
): TieOutPart[] {
  const part = (kind: TieOutPartKind, label: string = kind): TieOutPart => ({
    kind,
    label,
    amount: sums[kind],
    href: inList(links.run(runId, { outcome: kind })),
  });
  return [
    part("applied"),
    part("planned"),
    part("unchanged"),
    part("held"),
    ...skippedParts(part("skipped"), runId, skippedBy),
    part("failed"),
  ];
}

function skippedParts(
  whole: TieOutPart,
  runId: string,
  skippedBy: { reason: string | null; costAmount: DecimalText }[] | null,
): TieOutPart[] {
  if (!skippedBy) return [whole];
  const named = skippedBy.filter(({ reason, costAmount }) => reason !== null && !isZero(costAmount));
  const parts = named.map(({ reason, costAmount }) => ({
    ...whole,
    label: skippedBecause(reason),
    amount: costAmount,
    href: inList(links.run(runId, { outcome: "skipped", reason: reason ?? undefined })),
  }));
  const rest = parts.reduce((left, { amount }) => left.minus(amount), new Exact(whole.amount));
  const labels = new Set(parts.map(({ label }) => label));
  // Items and sums that do not fit together are shown as the one sum that ties out.
  if (rest.isNegative() !== new Exact(whole.amount).isNegative() && !rest.isZero()) return [whole];
  if (labels.size < parts.length || labels.has(whole.label)) return [whole];
  return [...parts, { ...whole, label: "before a customer’s first day", amount: rest.toFixed() }];
}

const inList = (path: string) => `${path}#lines`;
