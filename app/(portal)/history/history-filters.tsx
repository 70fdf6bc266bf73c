import { runStatusWords } from "@/components/sync/run-status";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { LinkButton } from "@/components/ui/link-button";
import type { SyncRunFilters } from "@/db/queries/portal/list-sync-runs";
import type { MenuProgram } from "@/db/queries/portal/menu-programs";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { kindWords } from "@/lib/sync/run-words";

type HistoryFiltersProps = { programs: MenuProgram[]; filters: SyncRunFilters };

/** Which runs are listed: a GET form, so that each choice has an address. */
export function HistoryFilters({ programs, filters }: HistoryFiltersProps) {
  const any = { value: "", label: "Any" };
  const narrowed = Object.values(filters).some(Boolean);
  return (
    <search>
      <form
        action={links.history()}
        method="get"
        className="grid grid-cols-2 items-end gap-x-3 sm:flex sm:flex-wrap [&_label]:text-sm"
      >
        {programs.length > 1 ? (
          <SelectField
            name="sync"
            label="Program"
            defaultValue={filters.sync ?? ""}
            options={[any, ...programs.map((each) => ({ value: each.slug, label: programTitle(each) }))]}
          />
        ) : null}
        <SelectField
          name="kind"
          label="Kind"
          defaultValue={filters.kind ?? ""}
          options={[any, ...optionsOf(kindWords)]}
        />
        <SelectField
          name="status"
          label="Status"
          defaultValue={filters.status ?? ""}
          options={[any, ...optionsOf(runStatusWords)]}
        />
        <div className="mb-4 flex gap-2">
          <Button>Apply</Button>
          {narrowed ? <LinkButton href={links.history()}>Show all</LinkButton> : null}
        </div>
      </form>
    </search>
  );
}

function optionsOf(words: Record<string, string>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
