import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { type FilterLink, FilterLinks } from "@/components/ui/filter-links";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { SearchForm } from "@/components/ui/search-form";
import type { KeysetPage } from "@/db/queries/portal/keyset";
import { encodeCursor } from "@/lib/page-cursor";

type ListControlsProps = {
  filterLabel: string;
  filters: FilterLink[];
  search: { action: string; label: string; placeholder: string; value: string; keep: Record<string, string> };
};

/** What stands above a list: which part of it, and a search. */
export function ListControls({ filterLabel, filters, search }: ListControlsProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
      <FilterLinks label={filterLabel} links={filters} />
      <SearchForm {...search} />
    </div>
  );
}

type ListPagerProps = {
  label: string;
  page: KeysetPage<{ sortKey: string[] }>;
  address: (place: { after?: string; before?: string }) => string;
};

/** Onwards and back from the rows of a page. */
export function ListPager({ label, page, address }: ListPagerProps) {
  const first = page.rows[0];
  const last = page.rows.at(-1);
  return (
    <KeysetPager
      label={label}
      newerLabel="Previous"
      olderLabel="Next"
      newerHref={page.hasBefore && first ? address({ before: encodeCursor(first.sortKey) }) : null}
      olderHref={page.hasAfter && last ? address({ after: encodeCursor(last.sortKey) }) : null}
    />
  );
}

/** A list that its filter or its search has emptied. */
export function NothingFound({ href, children }: { href: string; children: ReactNode }) {
  return (
    <EmptyState icon={SearchX} title="Nothing found" actions={<LinkButton href={href}>Show all</LinkButton>}>
      {children}
    </EmptyState>
  );
}
