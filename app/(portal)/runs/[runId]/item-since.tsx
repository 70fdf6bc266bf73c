import type { ReactNode } from "react";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { includeItem } from "@/app/(portal)/runs/[runId]/actions";
import type { LineView } from "@/app/(portal)/runs/[runId]/run-view";
import { type ItemOutcome, itemOutcomeWords } from "@/components/sync/item-outcome";
import { classNames } from "@/components/ui/class-names";
import { TextLink } from "@/components/ui/text-link";
import { type Tone, toneTint } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";
import type { RunItemRow } from "@/db/queries/portal/list-run-items";
import { formatDate } from "@/lib/format/billing-date";
import { links } from "@/lib/links";
import type { ItemState } from "@/lib/sync/item-state";

/** What became of an item after this run; nothing where it still stands as it does here. */
export function itemSince(view: LineView, item: RunItemRow, state: ItemState): ReactNode {
  const { retryRunId } = item.standing;
  if (retryRunId && retryRunId !== view.runId && state.kind !== "settled") {
    return (
      <Since tone="run">
        A retry of this is on its way. <TextLink href={links.run(retryRunId)}>See the retry</TextLink>
      </Since>
    );
  }
  switch (state.kind) {
    case "recovered":
      return (
        <Since tone="ok">
          <b className="font-semibold">Recovered in a later run.</b> Nothing is left to do here.{" "}
          <TextLink href={placeOf(state)}>See that run</TextLink>
        </Since>
      );
    case "open_later":
      return (
        <Since tone="none">
          A later run looked at this again: <b className="font-semibold">{laterWords(state.outcome)}</b>.{" "}
          <TextLink href={placeOf(state)}>See that run</TextLink>
        </Since>
      );
    case "gone":
      return <Since tone="ok">Settled since: later invoices and mappings do not have this any more.</Since>;
    case "open":
      return state.exclusion ? <NotReversed view={view} item={item} /> : null;
    case "excluded":
      return <Excluded view={view} item={item} state={state} />;
    default:
      return null;
  }
}

/** Its issue offers the retry. */
function NotReversed({ view, item }: { view: LineView; item: RunItemRow }) {
  return (
    <Since tone="warn">
      <b className="font-semibold">It is not reversed yet.</b> No other sync writes the line meanwhile, and
      Retry tries the reversal again.
      {view.canAct ? (
        <span className="mt-2 block">
          <ActionForm
            action={includeItem}
            fields={{ runId: view.runId, itemId: item.id }}
            label="Give the reversal up and sync the line again"
          />
        </span>
      ) : null}
    </Since>
  );
}

type ExcludedProps = { view: LineView; item: RunItemRow; state: Extract<ItemState, { kind: "excluded" }> };

function Excluded({ view, item, state }: ExcludedProps) {
  const until = state.expiresOn ? ` until ${formatDate(state.expiresOn)}` : "";
  return (
    <Since tone="none">
      <b className="font-semibold">Excluded{until}</b> by {state.excludedBy ?? "a member"}: “{state.reason}”
      {view.canAct ? (
        <span className="mt-2 block">
          <ActionForm
            action={includeItem}
            fields={{ runId: view.runId, itemId: item.id }}
            label="Sync it again"
          />
        </span>
      ) : null}
    </Since>
  );
}

function Since({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <div className={classNames("flex gap-2.5 rounded-lg px-3.5 py-2.5 max-sm:px-3", toneTint[tone])}>
      <ToneIcon tone={tone} className="mt-[3px]" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}

function placeOf(later: { runId: string; itemId: string | null }): string {
  return later.itemId ? links.item(later.runId, later.itemId) : links.run(later.runId);
}

function laterWords(outcome: string): string {
  return isOutcome(outcome) ? itemOutcomeWords[outcome].toLowerCase() : "a warning";
}

function isOutcome(text: string): text is ItemOutcome {
  return text in itemOutcomeWords;
}
