import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { AuditFiltersForm } from "@/app/(portal)/audit/audit-filters";
import { auditQuery, filtersOf, placeOf } from "@/app/(portal)/audit/audit-query";
import { ChainNotice } from "@/app/(portal)/audit/chain-notice";
import { EventsTable } from "@/app/(portal)/audit/events-table";
import { EmptyState } from "@/components/ui/empty-state";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listAuditEvents } from "@/db/queries/list-audit-events";
import { listFormerMembers, listMembers } from "@/db/queries/members/list-members";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: PageQuery }) {
  const { orgId, role, timeZone } = await requireSession();
  if (!may(role, "admin")) return <AdminsOnly />;
  const query = await readPageQuery(auditQuery, searchParams);
  const filters = filtersOf(query);
  const db = portalDatabase();
  const [page, members, former] = await Promise.all([
    listAuditEvents(db, { orgId, filters, place: placeOf(query) }),
    listMembers(db, { orgId, cursor: null, size: 200 }),
    listFormerMembers(db, orgId),
  ]);
  return (
    <>
      <PageHeader title="Audit">
        Who changed what, newest first. Events are only ever added, and each is sealed with the one before it.
      </PageHeader>
      <ChainNotice orgId={orgId} asked={query.check === "all"} />
      <AuditFiltersForm filters={filters} members={members.rows} former={former} />
      {page.rows.length > 0 ? (
        <EventsTable events={page.rows} timeZone={timeZone} />
      ) : (
        <EmptyState icon={ScrollText} title="No event like this">
          Sign-ins, mappings, settings, keys, decisions, members and runs by hand each leave an event here.
        </EmptyState>
      )}
      <KeysetPager
        label="Pages of the audit"
        newerHref={page.newer === null ? null : links.audit({ ...filters, before: String(page.newer) })}
        olderHref={page.older === null ? null : links.audit({ ...filters, after: String(page.older) })}
      />
    </>
  );
}

function AdminsOnly() {
  return (
    <>
      <PageHeader title="Audit" />
      <Notice tone="run" title="Only admins of your organisation read its audit.">
        What a sync did, and who started it, stands in its history.
      </Notice>
    </>
  );
}
