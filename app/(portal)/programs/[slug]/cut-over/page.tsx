import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { CutOverForm } from "@/app/(portal)/programs/cut-over/cut-over-form";
import { CutOverSteps } from "@/app/(portal)/programs/cut-over/cut-over-steps";
import { leftLines } from "@/app/(portal)/programs/cut-over/left-lines";
import { LeftLinesTable, type Ticking, tickings } from "@/app/(portal)/programs/cut-over/left-lines-table";
import { OtherLinesSection } from "@/app/(portal)/programs/cut-over/other-lines/other-lines-section";
import { mostTicked } from "@/app/(portal)/programs/cut-over/ticked";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { PageNotice } from "@/components/shell/page-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterLinks } from "@/components/ui/filter-links";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listWaiting, waitingKey } from "@/db/queries/portal/list-waiting";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { may } from "@/lib/auth/may";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { encodeCursor, readCursor } from "@/lib/page-cursor";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";
import { type PsaWords, psaWords } from "@/lib/psa-names";

export const metadata: Metadata = { title: "Cut over" };

const cursor = z.string().max(4_000).optional().catch(undefined);
const pageQuery = z.object({
  after: cursor,
  before: cursor,
  tick: z.enum(tickings).catch("same"),
  othersAfter: cursor,
  othersBefore: cursor,
});

type CutOverPageProps = { params: Promise<{ slug: string }>; searchParams: PageQuery };

/** The lines that another tool or a person has left in the PSA, to be taken over or ended many at once. */
export default async function CutOverPage({ params, searchParams }: CutOverPageProps) {
  const { slug } = await params;
  const { session, program, of } = await loadProgram(slug);
  const query = await readPageQuery(pageQuery, searchParams);
  const { tick, othersAfter, othersBefore, ...place } = query;
  const page = await listWaiting(portalDatabase(), {
    orgId: session.orgId,
    filter: { show: "held", sync: slug, kind: "customers", code: "existing_line" },
    cursor: readCursor(place),
    size: mostTicked,
  });
  const lines = leftLines(page.rows);
  const [first, last] = [page.rows.at(0), page.rows.at(-1)];
  const words = psaWords[program.connectionKind];
  const canAct = may(session.role, "operator");
  const table = <LeftLinesTable lines={lines} words={words} ticking={tick} canAct={canAct} />;
  return (
    <>
      <PageHeader title="Cut over" crumbs={[{ label: programTitle(program), href: links.program(slug) }]}>
        {headOf(leftLinesOf(program), words)}
      </PageHeader>
      <PageNotice />
      {lines.length === 0 ? (
        <NothingLeft slug={slug} />
      ) : canAct ? (
        <>
          <TickLinks slug={slug} place={place} tick={tick} />
          <CutOverForm key={`${tick} ${first?.key}`} words={words}>
            {table}
          </CutOverForm>
        </>
      ) : (
        <>
          <Notice tone="warn" title="An operator or an admin can adopt or end them." />
          {table}
        </>
      )}
      <KeysetPager
        label="Pages of lines"
        newerLabel="Previous"
        olderLabel="Next"
        newerHref={
          page.hasBefore && first ? links.cutOver(slug, { before: encodeCursor(waitingKey(first)) }) : null
        }
        olderHref={
          page.hasAfter && last ? links.cutOver(slug, { after: encodeCursor(waitingKey(last)) }) : null
        }
      />
      <OtherLinesSection
        slug={slug}
        of={of}
        words={words}
        session={session}
        canAct={canAct}
        place={{ after: othersAfter, before: othersBefore }}
      />
      <CutOverSteps slug={slug} words={words} />
    </>
  );
}

/** How many subscriptions of a program wait for the sake of such a line. */
function leftLinesOf({ kinds }: ProgramOverview): number {
  const causes = kinds.customers.status?.causes ?? [];
  return causes
    .filter(({ code, outcome }) => code === "existing_line" && outcome === "held")
    .reduce((sum, { keys }) => sum + keys, 0);
}

function headOf(count: number, { name }: PsaWords): string {
  if (count === 0) return `From another tool, or from lines typed into ${name}, to PRISM Connect`;
  return `${countOf(count, "subscription")} held because a line that was not made by us stands in ${name} already`;
}

const tickWords: Record<Ticking, string> = { same: "Same quantity", all: "All", none: "None" };

type TickLinksProps = {
  slug: string;
  place: { after?: string | undefined; before?: string | undefined };
  tick: Ticking;
};

function TickLinks({ slug, place: { after, before }, tick }: TickLinksProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <span className="text-soft">Tick</span>
      <FilterLinks
        label="Which lines are ticked"
        links={tickings.map((one) => ({
          label: tickWords[one],
          href: links.cutOver(slug, { ...(after && { after }), ...(before && { before }), tick: one }),
          current: one === tick,
        }))}
      />
    </div>
  );
}

function NothingLeft({ slug }: { slug: string }) {
  return (
    <EmptyState
      icon={CircleCheck}
      title="No line of another tool is held"
      actions={<LinkButton href={links.program(slug)}>Open the program</LinkButton>}
    >
      A sync that finds a line which it did not make holds its subscription, and lists it here.
    </EmptyState>
  );
}
