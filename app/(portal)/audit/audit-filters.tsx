import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { LinkButton } from "@/components/ui/link-button";
import type { AuditFilters } from "@/db/queries/list-audit-events";
import type { FormerMember, MemberRow } from "@/db/queries/members/list-members";
import { auditAreas } from "@/lib/audit/areas";
import { links } from "@/lib/links";

type AuditFiltersProps = { filters: AuditFilters; members: MemberRow[]; former: FormerMember[] };

/** Which events are listed: a GET form, so that each choice has an address. */
export function AuditFiltersForm({ filters, members, former }: AuditFiltersProps) {
  const anybody = { value: "", label: "Anybody" };
  const listed = [
    ...members.map(({ userId, email }) => ({ value: userId, label: email })),
    ...former.map(({ userId, email }) => ({ value: userId, label: `${email}, no member any more` })),
  ];
  return (
    <search>
      <form
        action={links.audit()}
        method="get"
        className="grid items-end gap-x-3 sm:flex sm:flex-wrap [&_label]:text-sm"
      >
        <SelectField
          name="area"
          label="About"
          defaultValue={filters.area ?? ""}
          options={[
            { value: "", label: "Everything" },
            ...Object.entries(auditAreas).map(([value, { words }]) => ({ value, label: words })),
          ]}
        />
        <SelectField name="who" label="By" defaultValue={filters.who ?? ""} options={[anybody, ...listed]} />
        <div className="mb-4 flex flex-wrap gap-2">
          <Button>Apply</Button>
          {filters.area || filters.who ? <LinkButton href={links.audit()}>Show all</LinkButton> : null}
          <LinkButton href={links.auditFile(filters)} download>
            CSV
          </LinkButton>
        </div>
      </form>
    </search>
  );
}
