import type { ReactNode } from "react";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { reverseRun } from "@/app/(portal)/runs/[runId]/plan/actions";
import type { LineView, RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { Notice } from "@/components/ui/notice";
import type { RunItemRow } from "@/db/queries/portal/list-run-items";
import { countOf } from "@/lib/format/number";

/** Takes back all that a sync did to its lines, by way of a preview; nothing where its applied lines are not shown. */
export function ReverseAll({ view, lines }: { view: RunView; lines: number }) {
  if (!view.reversing || lines === 0) return null;
  return (
    <Notice
      tone="none"
      title="Reverse what this sync did"
      actions={
        <ActionForm
          action={reverseRun}
          fields={{ runId: view.runId }}
          label={
            lines === 1 ? "Preview the reversal" : `Preview the reversal of all ${countOf(lines, "line")}`
          }
        />
      }
    >
      A preview shows what would be written to {view.psa}, and nothing is written before you approve it. Days
      that are invoiced stay as they are; write a credit for those where your customer is to get money back. A
      charge is taken back by another one of the opposite amount. What is reversed is excluded, so that the
      next sync does not do it again: of usage, that goes for the months to come, too, until somebody takes
      the exclusion back.
    </Notice>
  );
}

/** What is written for it bears such a key; what ends a line of another tool is no change of ours. */
const reversible = /:(licence|azure|annual|credit)$|^line:/;

/** The same of one line. */
export function reverseLine(view: LineView, item: Pick<RunItemRow, "id" | "key" | "outcome">): ReactNode {
  if (item.outcome !== "applied" || !reversible.test(item.key)) return null;
  return (
    <ActionForm
      action={reverseRun}
      fields={{ runId: view.runId, itemId: item.id }}
      label="Preview its reversal"
    />
  );
}
