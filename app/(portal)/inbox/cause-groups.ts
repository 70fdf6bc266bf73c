import type { WaitingCause } from "@/db/queries/portal/waiting-causes";
import type { WaitingKind } from "@/db/schema";
import { formatMoney, isZero } from "@/lib/format/money";
import { groupBy } from "@/lib/group-by";
import { addMoney } from "@/lib/sync/add-money";

/** All that waits in one program sync and kind for one reason, over all runs. */
export type CauseGroup = Pick<WaitingCause, "slug" | "programName" | "connectionKind" | "kind" | "code"> & {
  keys: number;
  customerName: string | null;
  customers: number;
  /** What they have on the invoice in partner cost, ready to read; null: not known. */
  money: string | null;
  /** The runs that looked last, with how many keys each. */
  runs: { runId: string; keys: number }[];
};

export function waitingKindOf({ outcome }: Pick<WaitingCause, "outcome">): WaitingKind {
  if (outcome === null) return "warning";
  return outcome === "held" ? "held" : "failed";
}

/** The causes that fit, one group for each program sync, kind and code, in the order in which they came. */
export function causeGroups(
  causes: WaitingCause[],
  {
    show,
    sync,
    kind,
    code,
  }: { show: WaitingKind; sync?: string | undefined; kind?: string | undefined; code?: string | undefined },
): CauseGroup[] {
  const fitting = causes.filter(
    (cause) =>
      waitingKindOf(cause) === show &&
      (sync === undefined || cause.slug === sync) &&
      (kind === undefined || cause.kind === kind) &&
      (code === undefined || cause.code === code),
  );
  return [...groupBy(fitting, (cause) => `${cause.slug} ${cause.kind} ${cause.code}`).values()].flatMap(
    groupOf,
  );
}

function groupOf(causes: WaitingCause[]): CauseGroup[] {
  const [first] = causes;
  if (!first) return [];
  const { slug, programName, connectionKind, kind, code } = first;
  return [
    {
      ...{ slug, programName, connectionKind, kind, code },
      keys: causes.reduce((sum, { keys }) => sum + keys, 0),
      customerName: causes.find((cause) => cause.customerName !== null)?.customerName ?? null,
      customers: Math.max(...causes.map((cause) => cause.customers)),
      money: moneyOf(causes),
      runs: causes.map(({ runId, keys }) => ({ runId, keys })),
    },
  ];
}

function moneyOf(causes: WaitingCause[]): string | null {
  const costs = causes.flatMap(({ cost }) => cost ?? []);
  const sums = [...groupBy(costs, ({ currency }) => currency)]
    .map(([currency, group]) => ({ currency, sum: addMoney(group.map(({ cost }) => cost ?? "0")) }))
    .filter(({ sum }) => !isZero(sum));
  return sums.map(({ currency, sum }) => formatMoney(sum, currency)).join(" and ") || null;
}
