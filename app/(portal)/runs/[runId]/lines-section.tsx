import { CircleCheck, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { ItemLines } from "@/app/(portal)/runs/[runId]/item-lines";
import { ReverseAll } from "@/app/(portal)/runs/[runId]/plan/reverse";
import { isUnderWay, type RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterLinks } from "@/components/ui/filter-links";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { SearchForm } from "@/components/ui/search-form";
import type { RunItemRow } from "@/db/queries/portal/list-run-items";
import type { RowPage } from "@/db/queries/portal/row-page";
import type { RunItemCounts } from "@/db/schema";
import { countOf } from "@/lib/format/number";
import { issueTitle } from "@/lib/issues/catalogue";
import { links } from "@/lib/links";
import { productChanges, productChangeWords } from "@/lib/sync/product-changes";
import { skippedBecause } from "@/lib/sync/run-words";

type LinesSectionProps = { view: RunView; counts: RunItemCounts; page: RowPage<RunItemRow> };

/** The run's lines with what narrows them, or why there are none. */
export function LinesSection({ view, counts, page }: LinesSectionProps) {
  const heading = view.run.kind === "customers" ? "Subscriptions" : "Products";
  const narrowed = Object.values(view.filter).some(Boolean);
  if (counts.listed === 0 && !narrowed) return <NoLines view={view} />;
  const href = (place: { after?: string; before?: string }) =>
    `${links.run(view.runId, { ...view.filter, ...place })}#lines`;
  return (
    <section id="lines" aria-labelledby="lines-heading" className="mt-8 scroll-mt-4">
      <h2 id="lines-heading" className="mb-3 text-lg font-semibold tracking-tight">
        {heading}
      </h2>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <OutcomeLinks view={view} counts={counts} />
        <SearchForm
          action={`${links.run(view.runId)}#lines`}
          label={`Search the ${heading.toLowerCase()} of this sync`}
          value={view.filter.q}
          placeholder={view.run.kind === "customers" ? "Customer or product" : "Product"}
          keep={kept(view)}
        />
      </div>
      <ChangeLinks view={view} counts={counts} />
      <CauseFilter view={view} />
      <ReverseAll view={view} lines={counts.byOutcome.applied ?? 0} />
      {page.rows.length > 0 ? <ItemLines view={view} items={page.rows} /> : <NothingHere view={view} />}
      <p className="mt-3 text-sm text-soft">{unchangedWords(view)}</p>
      <KeysetPager
        label={`Pages of ${heading.toLowerCase()}`}
        newerHref={page.previous && href({ before: page.previous })}
        olderHref={page.next && href({ after: page.next })}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </section>
  );
}

function OutcomeLinks({ view, counts }: { view: RunView; counts: RunItemCounts }) {
  const { byOutcome, withWarning, listed } = counts;
  const entries: [string | undefined, string, number][] = [
    [undefined, "All", listed],
    ["failed", "Failed", (byOutcome.failed ?? 0) + (isUnderWay(view) ? 0 : (byOutcome.unknown ?? 0))],
    ["held", "Held", byOutcome.held ?? 0],
    ["warning", "With a warning", withWarning],
    ["applied", "Applied", byOutcome.applied ?? 0],
    ["planned", "Planned", byOutcome.planned ?? 0],
    ["skipped", "Skipped", byOutcome.skipped ?? 0],
  ];
  return (
    <FilterLinks
      label="Lines by outcome"
      links={entries
        .filter(([outcome, , count]) => count > 0 || outcome === undefined || outcome === view.filter.outcome)
        .map(([outcome, label, count]) => ({
          label,
          count,
          href: `${links.run(view.runId, { outcome })}#lines`,
          current: view.filter.outcome === outcome && !view.filter.code && !view.filter.reason,
        }))}
    />
  );
}

/** What becomes of the PSA's items, by how many: a preview of a products sync in one line. */
function ChangeLinks({ view, counts }: { view: RunView; counts: RunItemCounts }) {
  const shown = productChanges.flatMap((change) => {
    const count = counts.byChange?.[change] ?? 0;
    return count > 0 ? [{ change, count }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <div className="mb-3">
      <FilterLinks
        label="Products by what changes"
        links={shown.map(({ change, count }) => ({
          label: productChangeWords(change) ?? change,
          count,
          href: `${links.run(view.runId, { reason: change })}#lines`,
          current: view.filter.reason === change,
        }))}
      />
    </div>
  );
}

function kept({ filter }: RunView): Record<string, string> {
  const { q: _, ...others } = filter;
  return Object.fromEntries(
    Object.entries(others).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

/** Filters that have no link of their own above the list: one cause, one reason. */
function CauseFilter({ view }: { view: RunView }) {
  const { code, reason } = view.filter;
  if (!code && !reason) return null;
  return (
    <p className="mb-3 flex flex-wrap items-center gap-2">
      Only lines with:{" "}
      <b className="font-semibold">
        {code
          ? issueTitle(code, view.psa)
          : (productChangeWords(reason ?? null) ?? skippedBecause(reason ?? null))}
      </b>
      <LinkButton href={`${links.run(view.runId)}#lines`} size="small">
        Show all
      </LinkButton>
    </p>
  );
}

function unchangedWords({ run }: RunView): ReactNode {
  const unchanged = run.counts?.unchanged ?? 0;
  if (unchanged === 0) return null;
  const unit = run.kind === "customers" ? "subscription" : "product";
  return `${countOf(unchanged, `unchanged ${unit}`)}: counted in the figures above, and not listed unless there is something to say.`;
}

function NothingHere({ view }: { view: RunView }) {
  const unchanged = view.filter.outcome === "unchanged";
  return (
    <EmptyState
      icon={unchanged ? CircleCheck : SearchX}
      title={unchanged ? "What did not change is not listed" : "No lines like this"}
      actions={<LinkButton href={`${links.run(view.runId)}#lines`}>Show all lines</LinkButton>}
    >
      {unchanged
        ? `${view.psa} already had these as the invoice has them, so this sync left them alone. Their money is counted in the bar above.`
        : "This sync has no line that fits what you are looking for."}
    </EmptyState>
  );
}

function NoLines({ view }: { view: RunView }) {
  const { run, psa } = view;
  if (isUnderWay(view) || run.status === "error" || run.status === "cancelled") return null;
  return (
    <div className="mt-6">
      <EmptyState
        icon={CircleCheck}
        title={run.mode === "preview" ? "Nothing would change" : "Nothing had to change"}
      >
        {run.counts && run.counts.unchanged > 0
          ? unchangedWords(view)
          : `There was nothing new from PRISM, and nothing was outstanding in ${psa}. What a sync changes is listed here, line by line.`}
      </EmptyState>
    </div>
  );
}
