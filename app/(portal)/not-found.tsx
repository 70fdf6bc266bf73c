import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { links } from "@/lib/links";
import { isMemberOfOthers } from "@/lib/session";

/** What is not there and what belongs to somebody else look the same. It is rendered with every page, so it asks the database nothing. */
export default async function PortalNotFound() {
  const several = await isMemberOfOthers();
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        actions={
          <>
            <LinkButton href={links.dashboard()}>To the dashboard</LinkButton>
            {several ? <LinkButton href={links.profile()}>Switch the organisation</LinkButton> : null}
          </>
        }
      >
        It may have been removed, or it belongs to another organisation than the one you are signed in to.
      </EmptyState>
    </>
  );
}
