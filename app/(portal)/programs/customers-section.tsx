import { ListChecks, Users } from "lucide-react";
import { startTask } from "@/app/(portal)/connections/task-actions";
import { type CustomerListQuery, listWith } from "@/app/(portal)/programs/customer-list";
import { CustomersTable } from "@/app/(portal)/programs/customers-table";
import { ListControls, ListPager, NothingFound } from "@/app/(portal)/programs/list-parts";
import { DirectoryLine } from "@/app/(portal)/programs/mapping/directory-line";
import { loadOutlooks } from "@/app/(portal)/programs/mapping/suggested/load-outlooks";
import { isProposal, type Outlook } from "@/app/(portal)/programs/mapping/suggested/propose";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterLinks } from "@/components/ui/filter-links";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { portalDatabase } from "@/db/portal";
import {
  countProgramCustomers,
  listProgramCustomers,
  type OfProgramSync,
} from "@/db/queries/portal/program-customers";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { may } from "@/lib/auth/may";
import { countOf, formatCount } from "@/lib/format/number";
import { type CustomerList, links } from "@/lib/links";
import { readCursor } from "@/lib/page-cursor";
import { psaWords } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

const pageSize = 50;
/** The part of the page that its filters lead back to. */
const listId = "customers";

type CustomersSectionProps = {
  program: ProgramOverview;
  of: OfProgramSync;
  session: Session;
  list: CustomerListQuery;
};

/** The customers of a program: those without a mapping first, each with its suggestion and the money at stake. */
export async function CustomersSection(props: CustomersSectionProps) {
  const { program, of, session, list } = props;
  const counts = await countProgramCustomers(portalDatabase(), { ...of, search: list.q });
  const words = psaWords[program.connectionKind];
  return (
    <div id={listId} className="scroll-mt-4">
      <Section
        title="Customers"
        actions={
          <DirectoryLine
            connectionId={of.connectionId}
            refreshedAt={program.directoryRefreshedAt}
            psa={words.name}
            session={session}
            now={new Date()}
          />
        }
        note={`${mappedWords(counts, list.q)} Each customer’s lines go to the ${words.agreement} in ${words.name} that you choose here. Nothing is mapped without you.`}
      >
        {counts.all === 0 && list.q === "" ? (
          <NoCustomers program={program} session={session} />
        ) : (
          <>
            <CustomerControls list={list} slug={program.sync.slug} counts={counts} />
            <CustomersPage {...props} />
          </>
        )}
      </Section>
    </div>
  );
}

const addressOf = (slug: string, list: CustomerListQuery) => (change: CustomerList) =>
  `${links.program(slug, listWith(list, change))}#${listId}`;

type CustomerControlsProps = {
  list: CustomerListQuery;
  slug: string;
  counts: Record<CustomerListQuery["show"], number>;
};

function CustomerControls({ list, slug, counts }: CustomerControlsProps) {
  const address = addressOf(slug, list);
  const filter = (label: string, show: CustomerListQuery["show"]) => ({
    label,
    count: counts[show],
    href: address({ show }),
    current: list.show === show,
  });
  const order = (label: string, sort: CustomerListQuery["sort"]) => ({
    label,
    href: address({ sort }),
    current: list.sort === sort,
  });
  return (
    <>
      <ListControls
        filterLabel="Which customers"
        filters={[
          filter("All", "all"),
          filter("Not mapped", "unmapped"),
          filter("Sync on", "on"),
          filter("Sync off", "off"),
        ]}
        search={{
          action: `${links.program(slug)}#${listId}`,
          label: "Search customers",
          placeholder: "Name, domain, number…",
          value: list.q,
          keep: keepOf(list),
        }}
      />
      <div className="mb-3 sm:hidden">
        <FilterLinks
          label="Order"
          links={[order("Unmapped first", "unmapped"), order("By name", "name"), order("By amount", "cost")]}
        />
      </div>
    </>
  );
}

/** How far the mapping is; nothing while a search narrows the list. */
function mappedWords({ all, unmapped }: Record<CustomerListQuery["show"], number>, search: string): string {
  return search === "" ? `${formatCount(all - unmapped)} of ${countOf(all, "customer")} mapped.` : "";
}

async function CustomersPage({ program, of, session, list }: CustomersSectionProps) {
  const { q: search, show: filter, sort } = list;
  const asked = { ...of, search, filter, sort, cursor: readCursor(list), limit: pageSize };
  const page = await listProgramCustomers(portalDatabase(), asked);
  const { slug } = program.sync;
  const address = addressOf(slug, list);
  if (page.rows.length === 0) {
    return (
      <NothingFound href={`${links.program(slug)}#${listId}`}>
        {search === "" ? "No customer is of this kind." : `No customer matches “${search}”.`}
      </NothingFound>
    );
  }
  const outlooks = page.rows.some((row) => !row.mapping)
    ? await loadOutlooks(of, program.connectionKind)
    : new Map<string, Outlook>();
  return (
    <>
      <CertainSuggestions outlooks={outlooks} slug={slug} session={session} />
      <CustomersTable
        rows={page.rows}
        outlooks={outlooks}
        slug={slug}
        words={psaWords[program.connectionKind]}
        sort={sort}
        sortHref={(by) => address({ sort: by })}
        canMap={may(session.role, "operator")}
        hasInvoice={program.newestInvoice !== null}
      />
      <ListPager label="Pages of customers" page={page} address={address} />
    </>
  );
}

function keepOf(list: CustomerListQuery): Record<string, string> {
  const { show, sort } = listWith(list, {});
  return { ...(show && { show }), ...(sort && { sort }) };
}

type CertainSuggestionsProps = { outlooks: Map<string, Outlook>; slug: string; session: Session };

/** That many customers can be mapped at once, where they can. */
function CertainSuggestions({ outlooks, slug, session }: CertainSuggestionsProps) {
  const certain = [...outlooks.values()].filter(isProposal).length;
  if (certain === 0 || !may(session.role, "operator")) return null;
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      {countOf(certain, "customer")} without a mapping {certain === 1 ? "has" : "have"} a certain suggestion.
      <LinkButton href={links.suggestions(slug)} size="small">
        <ListChecks className="size-4" />
        Accept many at once
      </LinkButton>
    </p>
  );
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
      The customers of {program.programName} appear here, each to be mapped to its company and{" "}
      {psaWords[program.connectionKind].agreement}. PRISM is asked for them when its keys are tested, and with
      every sync.
    </EmptyState>
  );
}
