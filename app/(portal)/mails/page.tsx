import { MailCheck } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { ParkedTable } from "@/app/(portal)/mails/parked-table";
import { PageNotice } from "@/components/shell/page-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listParkedMails } from "@/db/queries/portal/parked-mails";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Mails that did not leave" };

const id = z.uuid().optional().catch(undefined);
const query = z.object({ after: id, before: id });

export default async function MailsPage({ searchParams }: { searchParams: PageQuery }) {
  const session = await requireSession();
  const { after, before } = await readPageQuery(query, searchParams);
  const place = { ...(after && { after }), ...(before && { before }) };
  const page = await listParkedMails(portalDatabase(), { orgId: session.orgId, place });
  return (
    <>
      <PageHeader title="Mails that did not leave">
        A mail is tried for 23 hours. What is given up then, or refused, is shown here until somebody is done
        with it.
      </PageHeader>
      <PageNotice />
      {page.rows.length > 0 ? (
        <ParkedTable mails={page.rows} session={session} />
      ) : (
        <EmptyState
          icon={MailCheck}
          title="No mail was given up"
          actions={<LinkButton href={links.dashboard()}>To the dashboard</LinkButton>}
        >
          Whatever was to be told has left, or is on its way.
        </EmptyState>
      )}
      <KeysetPager
        label="Pages of mails"
        newerHref={page.previous && links.mails({ before: page.previous })}
        olderHref={page.next && links.mails({ after: page.next })}
      />
    </>
  );
}
