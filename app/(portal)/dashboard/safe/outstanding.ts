import type { Blocker } from "@/app/(portal)/dashboard/safe/blocker";
import type { Tone } from "@/components/ui/tone";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { InvoicedCost, ItemOutcome, StandingCause, SyncKind } from "@/db/schema";
import { formatMoney, isZero } from "@/lib/format/money";
import { countOf } from "@/lib/format/number";
import { groupBy } from "@/lib/group-by";
import { issueTitle } from "@/lib/issues/catalogue";
import { retriesByItself } from "@/lib/issues/who-mends";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import { addMoney } from "@/lib/sync/add-money";

type Waiting = "failed" | "unknown" | "held" | "warning";

const looks: Record<Waiting, { tone: Tone; word: string; show: string; action: string }> = {
  failed: { tone: "err", word: "failed", show: "failed", action: "Mend" },
  unknown: { tone: "err", word: "outcome not known", show: "failed", action: "Look" },
  held: { tone: "held", word: "held for you", show: "held", action: "Decide" },
  warning: { tone: "warn", word: "to review", show: "warning", action: "Review" },
};

/** What of a kind failed, is held or left a warning, over all runs: an entry for each cause, and one for the rest. */
export function outstandingBlockers(program: ProgramOverview, kind: SyncKind, waiting: Waiting): Blocker[] {
  const { status } = program.kinds[kind];
  if (!status) return [];
  const causes = status.causes.filter((cause) => waitingOf(cause.outcome) === waiting);
  const entries = [...groupBy(causes, ({ code }) => code)].map(([code, group]) =>
    causeBlocker(program, kind, { waiting, code, group }),
  );
  const told = causes.reduce((sum, { keys }) => sum + keys, 0);
  // Customers without a mapping carry a warning each, and have an entry of their own.
  const total = waiting === "warning" ? told : status[waiting];
  return total > told
    ? [...entries, causeBlocker(program, kind, { waiting, code: null, group: [], rest: total - told })]
    : entries;
}

/** Mapped by now, or mapped otherwise, but what they have on the invoice is not where it belongs yet. */
export function toSyncBlockers({ customersToSync, sync }: ProgramOverview): Blocker[] {
  if (customersToSync === 0) return [];
  return [
    {
      tone: "warn",
      count: customersToSync,
      title:
        customersToSync === 1
          ? "Customer mapped since its last sync"
          : "Customers mapped since their last sync",
      detail: "what they have on the invoice is not brought over yet",
      money: null,
      href: links.program(sync.slug),
      action: "Sync",
    },
  ];
}

export function notMappedBlockers({ kinds: { customers }, mappedSince, sync }: ProgramOverview): Blocker[] {
  const { notMapped: found = 0, notMappedCost = [] } = customers.status ?? {};
  const notMapped = found - mappedSince;
  if (notMapped <= 0) return [];
  return [
    {
      tone: "warn",
      count: notMapped,
      title: notMapped === 1 ? "Customer not mapped" : "Customers not mapped",
      detail: "what they have on the invoice is billed to nobody",
      // It is of all that the sync found.
      money: mappedSince > 0 ? null : moneyWords(notMappedCost),
      href: links.program(sync.slug, { show: "unmapped" }),
      action: "Map",
    },
  ];
}

type Cause = { waiting: Waiting; code: string | null; group: StandingCause[]; rest?: number };

function causeBlocker(
  program: ProgramOverview,
  kind: SyncKind,
  { waiting, code, group, rest }: Cause,
): Blocker {
  const { tone, word, show, action } = looks[waiting];
  const psa = connectorNames[program.connectionKind];
  const keys = rest ?? group.reduce((sum, cause) => sum + cause.keys, 0);
  const [only, ...others] = group;
  const byItself = code !== null && retriesByItself(code) ? " · tried again by itself" : "";
  const href =
    only && others.length === 0 && only.keys === 1
      ? links.item(only.runId, only.itemId)
      : links.inbox({ sync: program.sync.slug, kind, show, ...(code && { code }) });
  return {
    tone,
    count: keys,
    title:
      code === null
        ? `${kind === "customers" ? "Line" : "Product"} without a reason told`
        : issueTitle(code, psa),
    detail: `${kind === "products" ? `${keys === 1 ? "product" : "products"} ` : ""}${word}${whoWords(group)}${byItself}`,
    money: moneyWords(group.flatMap(({ cost }) => cost ?? [])),
    href,
    action,
  };
}

/** " · Blue Gum Dental and 2 more". */
function whoWords(group: StandingCause[]): string {
  const name = group.find(({ customerName }) => customerName !== null)?.customerName;
  if (!name) return "";
  const customers = Math.max(...group.map((cause) => cause.customers));
  return ` · ${name}${customers > 1 ? ` and ${countOf(customers - 1, "more", "more")}` : ""}`;
}

function waitingOf(outcome: ItemOutcome | null): Waiting | null {
  if (outcome === null) return "warning";
  return outcome === "failed" || outcome === "unknown" || outcome === "held" ? outcome : null;
}

/** Sums by currency, which are never put together; null: nothing is known, or it comes to nothing. */
function moneyWords(costs: InvoicedCost[]): string | null {
  const sums = [...groupBy(costs, ({ currency }) => currency)]
    .map(([currency, group]) => ({ currency, sum: addMoney(group.map(({ cost }) => cost ?? "0")) }))
    .filter(({ sum }) => !isZero(sum));
  return sums.map(({ currency, sum }) => formatMoney(sum, currency)).join(" and ") || null;
}
