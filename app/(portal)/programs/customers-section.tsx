import { SearchX, Users } from "lucide-react";
import type { ReactNode } from "react";
import { startTask } from "@/app/(portal)/connections/task-actions";
import { type CustomerListQuery, listWith } from "@/app/(portal)/programs/customer-list";
import { CustomersTable } from "@/app/(portal)/programs/customers-table";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterLinks } from "@/components/ui/filter-links";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { SearchForm } from "@/components/ui/search-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { portalDatabase } from "@/db/portal";
import {
  type CustomerRow,
  countProgramCustomers,
  listProgramCustomers,
  type OfProgramSync,
} from "@/db/queries/portal/program-customers";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { listCompanies } from "@/db/queries/portal/psa-directory";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { indexCompanies, suggestCompanies } from "@/lib/matching/suggest-companies";
import { encodeCursor, readCursor } from "@/lib/page-cursor";
import { connectorNames } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

const pageSize = 50;

type CustomersSectionProps = {
  program: ProgramOverview;
  of: OfProgramSync;
  session: Session;
  list: CustomerListQuery;
};

/** The customers of a program: those without a mapping first, each with its suggestion and the money at stake. */
export async function CustomersSection({ program, of, session, list }: CustomersSectionProps) {
  const db = portalDatabase();
  const { q: search, show: filter, sort } = list;
  const [page, counts] = await Promise.all([
    listProgramCustomers(db, { ...of, search, filter, sort, cursor: readCursor(list), limit: pageSize }),
    countProgramCustomers(db, { ...of, search }),
  ]);
  const { slug } = program.sync;
  const address = (change: Parameters<typeof listWith>[1]) => links.program(slug, listWith(list, change));
  const filterLink = (label: string, show: CustomerListQuery["show"], count: number) => ({
    label,
    count,
    href: address({ show }),
    current: filter === show,
  });
  const psa = connectorNames[program.connectionKind];
  return (
    <Section
      title="Customers"
      note={`Each customer’s lines go to the agreement in ${psa} that you choose here. Nothing is mapped without you.`}
    >
      {counts.all === 0 && search === "" ? (
        <NoCustomers program={program} session={session} />
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
            <FilterLinks
              label="Which customers"
              links={[
                filterLink("All", "all", counts.all),
                filterLink("Not mapped", "unmapped", counts.unmapped),
                filterLink("Sync on", "on", counts.on),
                filterLink("Sync off", "off", counts.off),
              ]}
            />
            <SearchForm
              action={links.program(slug)}
              label="Search customers"
              placeholder="Name, domain, number…"
              value={search}
              keep={keepOf(list)}
            />
          </div>
          {page.rows.length === 0 ? (
            <NothingFound href={links.program(slug)}>
              {search === "" ? "No customer is of this kind." : `No customer matches “${search}”.`}
            </NothingFound>
          ) : (
            <CustomersTable
              rows={page.rows}
              suggestionOf={await suggestionsFor(page.rows, of)}
              slug={slug}
              psa={psa}
              sort={sort}
              sortHref={(by) => address({ sort: by })}
              canMap={may(session.role, "operator")}
              hasInvoice={program.newestInvoice !== null}
            />
          )}
          <KeysetPager
            label="Pages of customers"
            newerLabel="Previous"
            olderLabel="Next"
            newerHref={page.hasBefore ? address({ before: cursorOf(page.rows[0]) }) : null}
            olderHref={page.hasAfter ? address({ after: cursorOf(page.rows.at(-1)) }) : null}
          />
        </>
      )}
    </Section>
  );
}

function cursorOf(row: CustomerRow | undefined): string | undefined {
  return row && encodeCursor(row.sortKey);
}

function keepOf(list: CustomerListQuery): Record<string, string> {
  const { show, sort } = listWith(list, {});
  return { ...(show && { show }), ...(sort && { sort }) };
}

/** The best suggestion for each customer of the page that has no mapping. */
async function suggestionsFor(rows: CustomerRow[], { orgId, connectionId }: OfProgramSync) {
  if (rows.every((row) => row.mapping)) return () => null;
  const index = indexCompanies(await listCompanies(portalDatabase(), { orgId, connectionId }));
  return (row: CustomerRow) => (row.mapping ? null : (suggestCompanies(row, index)[0] ?? null));
}

function NoCustomers({ program, session }: { program: ProgramOverview; session: Session }) {
  return (
    <EmptyState
      icon={Users}
      title="No customers are known yet"
      actions={
        may(session.role, "operator") ? (
          <form action={startTask}>
            <input type="hidden" name="kind" value="refresh_customers" />
            <input type="hidden" name="subjectId" value={program.sourceId} />
            <SubmitButton variant="primary">Fetch the customers from PRISM</SubmitButton>
          </form>
        ) : null
      }
    >
      The customers of {program.programName} appear here, each to be mapped to its company and agreement.
      PRISM is asked for them when its keys are tested, and with every sync.
    </EmptyState>
  );
}

export function NothingFound({ href, children }: { href: string; children: ReactNode }) {
  return (
    <EmptyState icon={SearchX} title="Nothing found" actions={<LinkButton href={href}>Show all</LinkButton>}>
      {children}
    </EmptyState>
  );
}
