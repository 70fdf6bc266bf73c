import type { RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { invoiceNames } from "@/components/sync/invoice-names";
import { TieOutBar } from "@/components/sync/tie-out-bar";
import { tieOutParts } from "@/components/sync/tie-out-parts";
import { Details } from "@/components/ui/details";
import type { TieOutRow } from "@/db/queries/portal/get-sync-run";
import type { SkippedSum } from "@/db/schema";
import { formatDateRange } from "@/lib/format/billing-date";
import { isZero } from "@/lib/format/money";
import { countOf } from "@/lib/format/number";

/** Where each invoice's money went. Invoices of earlier months are folded, unless something of one is missing. */
export function TieOuts({ view, skippedBy }: { view: RunView; skippedBy: SkippedSum[] | null }) {
  const { tieOuts } = view;
  const newest = tieOuts[0]?.periodStart;
  const shown = tieOuts.filter((row) => row.periodStart === newest || !isZero(row.difference));
  const earlier = tieOuts.filter((row) => !shown.includes(row));
  const names = invoiceNames(tieOuts);
  const bar = (row: TieOutRow) => (
    <TieOut
      key={row.invoiceId}
      view={view}
      row={row}
      name={tieOuts.length > 1 ? names[tieOuts.indexOf(row)] : undefined}
      skippedBy={tieOuts.length === 1 ? skippedBy : null}
    />
  );
  return (
    <div className="grid gap-3">
      {shown.map(bar)}
      {earlier.length > 0 ? (
        <Details summary={`${countOf(earlier.length, "earlier invoice")}, every line accounted for`}>
          <div className="grid gap-3">{earlier.map(bar)}</div>
        </Details>
      ) : null}
    </div>
  );
}

type TieOutProps = {
  view: RunView;
  row: TieOutRow;
  name: string | undefined;
  skippedBy: SkippedSum[] | null;
};

function TieOut({ view, row, name, skippedBy }: TieOutProps) {
  const days = formatDateRange(row.periodStart, row.periodEnd);
  return (
    <TieOutBar
      name={name}
      reference={`${row.sourceInvoiceId}, ${days}`}
      total={row.total}
      currency={row.currency}
      lineCount={row.lineCount}
      parts={tieOutParts(view.runId, row, skippedBy)}
      difference={row.difference}
      totalMissing={row.totalMissing}
    />
  );
}
