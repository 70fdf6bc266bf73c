import { LineNotes } from "@/app/(portal)/notes/line-notes";
import { loadNotes } from "@/app/(portal)/notes/load-notes";
import { issuesOfItem } from "@/app/(portal)/runs/[runId]/issue-blocks";
import { itemSince } from "@/app/(portal)/runs/[runId]/item-since";
import { type LinePlan, PlanOfCustomer, planOfLine } from "@/app/(portal)/runs/[runId]/plan/plan-lines";
import { reverseLine } from "@/app/(portal)/runs/[runId]/plan/reverse";
import { isUnderWay, type LineView, type RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { differenceNotes, itemValues } from "@/components/sync/item-values";
import {
  type SyncLine,
  type SyncLineGroup,
  type SyncLineHeadings,
  SyncLines,
} from "@/components/sync/sync-lines";
import type { NoteRow } from "@/db/queries/portal/list-notes";
import type { RunItemRow } from "@/db/queries/portal/list-run-items";
import { formatMonth } from "@/lib/format/billing-date";
import { formatMoney } from "@/lib/format/money";
import { countOf } from "@/lib/format/number";
import { groupBy } from "@/lib/group-by";
import { links } from "@/lib/links";
import { type ItemState, itemState } from "@/lib/sync/item-state";
import { productChangeWords } from "@/lib/sync/product-changes";
import { skippedBecause } from "@/lib/sync/run-words";

/** A page of a run's items: by customer, or the products one below the other. */
export async function ItemLines({ view, items }: { view: RunView; items: RunItemRow[] }) {
  const notesOf = await loadNotes(view.run, items);
  return (
    <SyncLines
      groups={lineGroups(items.map((item) => ({ view, item, notes: notesOf(item) })))}
      headings={headingsOf(view)}
    />
  );
}

export type ShownItem = {
  view: LineView;
  item: RunItemRow;
  /** Said below the outcome, e.g. "waits for 3 days". */
  note?: string;
  /** What people wrote about its subscription. */
  notes?: NoteRow[];
};

/** Items as lines by customer; those of no customer stand together. */
export function lineGroups(shown: ShownItem[]): SyncLineGroup[] {
  const groups = groupBy(shown, ({ item }) => item.customerId ?? item.customerName ?? "");
  return [...groups].map(([id, members]) => ({
    id: id || "none",
    customer:
      members[0]?.item.customerName ??
      (members[0]?.view.run.kind === "customers" ? "Other invoice lines" : null),
    agreement: members.find(({ item }) => item.agreementName)?.item.agreementName ?? null,
    note: members[0] && <PlanOfCustomer {...members[0]} />,
    lines: members.map(lineOf),
  }));
}

function lineOf({ view, item, note, notes = [] }: ShownItem): SyncLine {
  const state = itemState(item, item.standing, view.run.mode === "preview" ? preview(view) : live(view));
  const { price, cost } = amountsOf(item);
  const { action, words } = doneWith(view, item, state);
  return {
    id: `item-${item.id}`,
    name: item.subject === "customer" ? countOf(item.lineCount, "invoice line") : item.title,
    ...(item.subscriptionId && { href: links.subscription(view.programSlug, item.subscriptionId) }),
    outcome: outcomeByNow(view, item),
    reason: reasonOf(item) ?? note,
    changes: itemValues(item),
    amount: price ?? cost ?? undefined,
    amountNotes: [...(price && cost ? [`cost ${cost}`] : []), ...differenceNotes(item, view.psa)],
    action,
    since:
      words || notes.length > 0 ? (
        <>
          {words}
          <LineNotes notes={notes} timeZone={view.timeZone} now={view.now} />
        </>
      ) : null,
    issues: issuesOfItem(view, item, state),
    highlighted: item.id === view.itemId,
  };
}

function doneWith(view: LineView, item: RunItemRow, state: ItemState): LinePlan {
  if (view.plan) return planOfLine(view, item);
  const words = itemSince(view, item, state);
  return { action: words || !view.reversing ? null : reverseLine(view, item), words };
}

/** While a run goes on, what it is about to write stands as unknown: in case it should break off there. */
function outcomeByNow(view: LineView, { outcome, issues }: RunItemRow): SyncLine["outcome"] {
  return outcome === "unknown" && issues.length === 0 && isUnderWay(view) ? "planned" : outcome;
}

const live = ({ runId }: LineView) => ({ runId, mode: "live" as const });
const preview = ({ runId }: LineView) => ({ runId, mode: "preview" as const });

function amountsOf(item: RunItemRow): { price: string | null; cost: string | null } {
  const format = (amount: string | null) => (amount === null ? null : formatMoney(amount, item.currency));
  return { price: format(item.priceAmount), cost: format(item.costAmount) };
}

function reasonOf({ outcome, reason }: RunItemRow): string | undefined {
  if (outcome === "failed" && reason === "run_stopped") return "the run stopped before its turn";
  if (outcome === "skipped" && reason) return skippedBecause(reason);
  return productChangeWords(reason) ?? undefined;
}

function headingsOf({ run, tieOuts }: RunView): SyncLineHeadings {
  if (run.kind === "products") {
    return { subject: "Product", changes: ["Unit cost", "Unit price"], amount: null };
  }
  const oneMonth = tieOuts.length === 1 && run.periodStart;
  return {
    subject: "Subscription",
    changes: ["Quantity", "Unit price"],
    amount: oneMonth ? formatMonth(oneMonth) : "Invoiced",
  };
}
