import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { links } from "@/lib/links";

/** What is not there and what belongs to somebody else look the same. */
export default function PortalNotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        actions={<LinkButton href={links.dashboard()}>To the dashboard</LinkButton>}
      >
        It may have been removed, or it belongs to another organisation than the one you are signed in to.
      </EmptyState>
    </>
  );
}
