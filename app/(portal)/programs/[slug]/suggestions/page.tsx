import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { DirectoryLine } from "@/app/(portal)/programs/mapping/directory-line";
import { mostTicked } from "@/app/(portal)/programs/mapping/suggested/accept-input";
import { DoubtsList } from "@/app/(portal)/programs/mapping/suggested/doubts-list";
import { loadOutlooks } from "@/app/(portal)/programs/mapping/suggested/load-outlooks";
import { ProposalsForm } from "@/app/(portal)/programs/mapping/suggested/proposals-form";
import { isProposal, type Proposal } from "@/app/(portal)/programs/mapping/suggested/propose";
import { WaitingCustomers } from "@/app/(portal)/programs/sync-now/waiting-customers";
import { PageNotice } from "@/components/shell/page-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/may";
import { countOf, formatCount } from "@/lib/format/number";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";
import { psaWords } from "@/lib/psa-names";

export const metadata: Metadata = { title: "Accept suggestions" };

const pageQuery = z.object({
  after: z.uuid().optional().catch(undefined),
  tick: z.enum(["all", "none"]).catch("all"),
});

type SuggestionsPageProps = { params: Promise<{ slug: string }>; searchParams: PageQuery };

/** What is certain enough to be mapped many at once: a person reads it, unticks what is wrong, and presses one button. */
export default async function SuggestionsPage({ params, searchParams }: SuggestionsPageProps) {
  const { slug } = await params;
  const { session, program, of } = await loadProgram(slug);
  const { after, tick } = await readPageQuery(pageQuery, searchParams);
  const outlooks = [...(await loadOutlooks(of, program.connectionKind)).values()];
  const proposals = outlooks.filter(isProposal);
  const words = psaWords[program.connectionKind];
  const rows = partOf(proposals, after);
  const last = rows.at(-1);
  const more = last !== undefined && last !== proposals.at(-1);
  return (
    <>
      <PageHeader
        title="Accept suggestions"
        crumbs={[{ label: programTitle(program), href: links.program(slug) }]}
        actions={
          <DirectoryLine
            connectionId={of.connectionId}
            refreshedAt={program.directoryRefreshedAt}
            psa={words.name}
            session={session}
            now={new Date()}
          />
        }
      >
        {countOf(proposals.length, "customer")} of {formatCount(outlooks.length)} without a mapping: one
        company in use fits, it fits nobody else, and it has one {words.agreement} that takes lines
      </PageHeader>
      <PageNotice />
      <WaitingCustomers program={program} session={session} />
      {rows.length === 0 ? (
        <NothingCertain unmapped={outlooks.length} slug={slug} />
      ) : may(session.role, "operator") ? (
        <>
          <ProposalsForm
            key={`${tick} ${rows[0]?.customer.customerId}`}
            programSyncId={of.programSyncId}
            rows={rows}
            words={words}
            ticked={tick === "all"}
            tickHref={links.suggestions(slug, { after, tick: tick === "all" ? "none" : undefined })}
          />
          <KeysetPager
            label="Parts of the suggestions"
            newerHref={after ? links.suggestions(slug) : null}
            newerLabel="From the start"
            olderHref={more ? links.suggestions(slug, { after: last.customer.customerId }) : null}
            olderLabel={`The next ${mostTicked}`}
          />
        </>
      ) : (
        <Notice tone="warn" title="An operator or an admin can accept them." />
      )}
      <DoubtsList outlooks={outlooks} slug={slug} words={words} />
    </>
  );
}

/** So many rows as one form takes, from the one after `after` on; from the start where that is not among them any more. */
function partOf(proposals: Proposal[], after: string | undefined): Proposal[] {
  const start = proposals.findIndex(({ customer }) => customer.customerId === after) + 1;
  return proposals.slice(start, start + mostTicked);
}

function NothingCertain({ unmapped, slug }: { unmapped: number; slug: string }) {
  return (
    <EmptyState
      icon={CircleCheck}
      title={unmapped === 0 ? "Every customer is mapped" : "Nothing is certain enough"}
      actions={<LinkButton href={links.program(slug, { show: "unmapped" })}>Open the customers</LinkButton>}
    >
      {unmapped === 0
        ? "There is nothing to accept."
        : "What is left needs a look at each customer: suggestions stand on its page, with the reason."}
    </EmptyState>
  );
}
