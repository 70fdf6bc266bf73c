import { Inbox, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { type CauseGroup, causeGroups, waitingKindOf } from "@/app/(portal)/inbox/cause-groups";
import { CausesSection } from "@/app/(portal)/inbox/causes-section";
import { type InboxQuery, inboxQuery } from "@/app/(portal)/inbox/inbox-query";
import { WaitingLines } from "@/app/(portal)/inbox/waiting-lines";
import { loadMenuPrograms } from "@/app/(portal)/load-menu-programs";
import { PageNotice } from "@/components/shell/page-notice";
import { FocusRow } from "@/components/sync/focus-row";
import { LiveRefresh } from "@/components/sync/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterLinks } from "@/components/ui/filter-links";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SearchForm } from "@/components/ui/search-form";
import { portalDatabase } from "@/db/portal";
import { listWaiting, waitingKey } from "@/db/queries/portal/list-waiting";
import type { MenuProgram } from "@/db/queries/portal/menu-programs";
import { isSyncGoingOn, listWaitingCauses, type WaitingCause } from "@/db/queries/portal/waiting-causes";
import { type WaitingKind, waitingKinds } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { issueTitle } from "@/lib/issues/catalogue";
import { links } from "@/lib/links";
import { encodeCursor, readCursor } from "@/lib/page-cursor";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";
import { connectorNames } from "@/lib/psa-names";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Inbox" };

const showWords: Record<WaitingKind, string> = { held: "To decide", failed: "Failed", warning: "To review" };

export default async function InboxPage({ searchParams }: { searchParams: PageQuery }) {
  const session = await requireSession();
  const { orgId } = session;
  const query = await readPageQuery(inboxQuery, searchParams);
  const db = portalDatabase();
  const [causes, goesOn, programs, page] = await Promise.all([
    listWaitingCauses(db, { orgId }),
    isSyncGoingOn(db, { orgId }),
    loadMenuPrograms(orgId),
    listWaiting(db, { orgId, filter: query, cursor: readCursor(query) }),
  ]);
  const groups = causeGroups(causes, query);
  const { after: _a, before: _b, ...filter } = query;
  const [first, last] = [page.rows.at(0), page.rows.at(-1)];
  const now = new Date();
  return (
    <>
      <PageHeader title="Inbox">
        What of all programs waits for a person: lines held until somebody decides, lines that failed, and
        warnings that nobody has looked at.
      </PageHeader>
      <div className="sticky top-2 z-10 *:shadow-md">
        <PageNotice />
      </div>
      <Narrowing query={query} causes={causes} programs={programs} />
      {goesOn ? (
        <p className="mb-3 text-run">
          A sync is going on. What it finds is listed here at once, and counted when it ends.
        </p>
      ) : null}
      <CausesSection groups={groups} query={query} mayDecide={may(session.role, "operator")} />
      <section id="lines" aria-label="Lines" className="scroll-mt-4">
        <OneCause query={query} groups={groups} />
        {page.rows.length > 0 ? (
          <WaitingLines rows={page.rows} session={session} now={now} />
        ) : (
          <NothingWaits query={query} />
        )}
      </section>
      <KeysetPager
        label="Pages of the inbox"
        newerHref={
          page.hasBefore && first ? pageHref(filter, { before: encodeCursor(waitingKey(first)) }) : null
        }
        olderHref={page.hasAfter && last ? pageHref(filter, { after: encodeCursor(waitingKey(last)) }) : null}
        newerLabel="Previous"
        olderLabel="Next"
      />
      <FocusRow id={null} />
      {page.rows.some(({ item }) => item.standing.retryRunId) ? <LiveRefresh /> : null}
    </>
  );
}

const pageHref = (filter: Omit<InboxQuery, "after" | "before">, place: { after?: string; before?: string }) =>
  `${links.inbox({ ...filter, ...place })}#lines`;

type NarrowingProps = { query: InboxQuery; causes: WaitingCause[]; programs: MenuProgram[] };

/** What is listed: what it waits for, of which program, and words. */
function Narrowing({ query, causes, programs }: NarrowingProps) {
  const { show, sync, kind, code, q } = query;
  const countOfKind = (one: WaitingKind) =>
    causes
      .filter((cause) => waitingKindOf(cause) === one && (!sync || cause.slug === sync))
      .reduce((sum, { keys }) => sum + keys, 0);
  return (
    <div className="mb-3 grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <FilterLinks
          label="What it waits for"
          links={waitingKinds.map((one) => ({
            label: showWords[one],
            count: countOfKind(one),
            href: links.inbox({ show: one, ...(sync && { sync }) }),
            current: show === one,
          }))}
        />
        <SearchForm
          action={links.inbox()}
          label="Search what waits"
          value={q ?? ""}
          placeholder="Customer or product"
          keep={{ show, ...(sync && { sync }), ...(kind && { kind }), ...(code && { code }) }}
        />
      </div>
      {programs.length > 1 ? (
        <FilterLinks
          label="Program"
          links={[
            { label: "All programs", href: links.inbox({ show }), current: !sync },
            ...programs.map((program) => ({
              label: programTitle(program),
              href: links.inbox({ show, sync: program.slug }),
              current: sync === program.slug,
            })),
          ]}
        />
      ) : null}
    </div>
  );
}

/** A filter that has no link of its own above the list. */
function OneCause({ query, groups }: { query: InboxQuery; groups: CauseGroup[] }) {
  if (!query.code) return null;
  const psa = groups[0]?.connectionKind;
  return (
    <p className="mt-4 flex flex-wrap items-center gap-2">
      Only lines with: <b className="font-semibold">{issueTitle(query.code, psa && connectorNames[psa])}</b>
      <LinkButton
        href={links.inbox({ show: query.show, ...(query.sync && { sync: query.sync }) })}
        size="small"
      >
        Show all
      </LinkButton>
    </p>
  );
}

function NothingWaits({ query }: { query: InboxQuery }) {
  const narrowed = Boolean(query.sync || query.kind || query.code || query.q || query.after || query.before);
  if (narrowed) {
    return (
      <div className="mt-4">
        <EmptyState
          icon={SearchX}
          title="Nothing like this waits"
          actions={<LinkButton href={links.inbox({ show: query.show })}>Show all</LinkButton>}
        >
          It may have been settled meanwhile: each sync looks again at what waits.
        </EmptyState>
      </div>
    );
  }
  const words: Record<WaitingKind, [title: string, text: string]> = {
    held: [
      "Nothing waits for a decision",
      "Credits, amounts for days already invoiced, changes beyond your limits, lines that another tool has left and subscriptions that left the invoice wait here until somebody decides.",
    ],
    failed: [
      "Nothing has failed",
      "A line that could not be brought to the PSA stays here until a later sync passes it or somebody excludes it.",
    ],
    warning: [
      "Nothing is left to review",
      "What went through with a warning stays here until somebody acknowledges it.",
    ],
  };
  const [title, text] = words[query.show];
  return (
    <EmptyState
      icon={Inbox}
      title={title}
      actions={<LinkButton href={links.dashboard()}>To the dashboard</LinkButton>}
    >
      {text}
    </EmptyState>
  );
}
