import type { Count } from "@/components/sync/counts-row";
import type { RunCounts, SyncKind } from "@/db/schema";
import { links } from "@/lib/links";

/** The figures of a card: what the last run did, each a link to the items behind it. */
export function cardCounts(kind: SyncKind, counts: RunCounts, runId: string): Count[] {
  const behind = (outcome: string) => links.run(runId, { outcome });
  const done: Count[] =
    kind === "products"
      ? [
          { label: "created", value: counts.created, tone: "ok", href: behind("applied") },
          { label: "updated", value: counts.applied - counts.created, tone: "ok", href: behind("applied") },
        ]
      : [{ label: "applied", value: counts.applied, tone: "ok", href: behind("applied") }];
  return [
    ...done,
    { label: "unchanged", value: counts.unchanged },
    { label: "warnings", value: counts.warnings, tone: "warn", href: links.run(runId) },
    { label: "held", value: counts.held, tone: "held", href: behind("held") },
    { label: "skipped", value: counts.skipped, href: behind("skipped") },
    { label: "failed", value: counts.failed, tone: "err", href: behind("failed") },
    ...(counts.unknown > 0
      ? [{ label: "not known yet", value: counts.unknown, tone: "err" as const, href: behind("unknown") }]
      : []),
  ];
}
