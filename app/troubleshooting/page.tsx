import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { IssueIndex } from "@/components/help/issue-index";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SearchForm } from "@/components/ui/search-form";
import { countOf } from "@/lib/format/number";
import { issueGroups } from "@/lib/issues/groups";
import { searchIssues } from "@/lib/issues/search";

export const metadata: Metadata = { title: "Troubleshooting" };

type TroubleshootingProps = { searchParams: Promise<{ q?: string | string[] }> };

export default async function TroubleshootingPage({ searchParams }: TroubleshootingProps) {
  const { q } = await searchParams;
  const query = (Array.isArray(q) ? q[0] : q)?.trim() ?? "";
  return (
    <>
      <PageHeader title="Troubleshooting">
        What each warning and error means, why it happens, and what to do about it.
      </PageHeader>
      <SearchForm
        action="/troubleshooting"
        label="Search the troubleshooting pages"
        value={query}
        placeholder="e.g. agreement, price, permission"
      />
      {query ? <SearchResult query={query} /> : <IndexBySubject />}
    </>
  );
}

function IndexBySubject() {
  return issueGroups.map((group) => (
    <Section key={group.title} title={group.title}>
      <IssueIndex codes={group.codes} />
    </Section>
  ));
}

function SearchResult({ query }: { query: string }) {
  const found = searchIssues(query);
  if (found.length === 0) {
    return (
      <div className="mt-8">
        <EmptyState
          icon={SearchX}
          title={`Nothing found for “${query}”`}
          actions={<LinkButton href="/troubleshooting">Show all</LinkButton>}
        >
          Try one word of the message that you saw, or its code, which stands below each issue.
        </EmptyState>
      </div>
    );
  }
  return (
    <Section
      title={`${countOf(found.length, "page")} for “${query}”`}
      actions={
        <LinkButton href="/troubleshooting" size="small">
          Show all
        </LinkButton>
      }
    >
      <IssueIndex codes={found} />
    </Section>
  );
}
