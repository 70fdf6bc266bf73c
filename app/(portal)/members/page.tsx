import type { Metadata } from "next";
import { z } from "zod";
import { InvitationsTable } from "@/app/(portal)/members/invitations-table";
import { InviteForm } from "@/app/(portal)/members/invite-form";
import { MembersTable } from "@/app/(portal)/members/members-table";
import { PageNotice } from "@/components/shell/page-notice";
import { Card, Section } from "@/components/ui/card";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listInvitations, listMembers, type MemberRow } from "@/db/queries/members/list-members";
import { roles } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { roleWords } from "@/lib/auth/role-words";
import { links } from "@/lib/links";
import { encodeCursor, readCursor } from "@/lib/page-cursor";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { requireSession, type Session } from "@/lib/session";

export const metadata: Metadata = { title: "Members" };

const word = z.string().max(4_000).optional().catch(undefined);
const query = z.object({ after: word, before: word });

export default async function MembersPage({ searchParams }: { searchParams: PageQuery }) {
  const session = await requireSession();
  const cursor = readCursor(await readPageQuery(query, searchParams));
  const { rows, hasBefore, hasAfter } = await listMembers(portalDatabase(), {
    orgId: session.orgId,
    cursor,
  });
  const keyOf = (row: MemberRow | undefined) => (row ? encodeCursor([row.email]) : null);
  const first = hasBefore ? keyOf(rows[0]) : null;
  const last = hasAfter ? keyOf(rows.at(-1)) : null;
  return (
    <>
      <PageHeader title="Members">
        Who may see and do what at {session.orgName}. Its clock is that of {session.timeZone}.
      </PageHeader>
      <PageNotice />
      <MembersTable members={rows} session={session} />
      <KeysetPager
        label="Pages of members"
        newerHref={first && links.members({ before: first })}
        olderHref={last && links.members({ after: last })}
        newerLabel="Before"
        olderLabel="After"
      />
      {may(session.role, "admin") ? <ForAdmins session={session} /> : null}
    </>
  );
}

async function ForAdmins({ session }: { session: Session }) {
  const invitations = await listInvitations(portalDatabase(), session.orgId);
  return (
    <>
      <Section
        title="Invite somebody"
        note={`They get a mail with a link that works once and for 7 days. ${roles.map((role) => `${roleWords[role].name}: ${roleWords[role].may}`).join(" ")}`}
      >
        <Card>
          <InviteForm
            roles={roles.map((role) => ({
              value: role,
              label: roleWords[role].name,
            }))}
          />
        </Card>
      </Section>
      {invitations.length > 0 ? (
        <Section title="Invitations without an answer">
          <InvitationsTable invitations={invitations} timeZone={session.timeZone} />
        </Section>
      ) : null}
      <Section
        title="Clock"
        note="When the day's syncs are due, and how times are shown. Billing dates are dates, and have no clock."
      >
        <LinkButton href={links.timeZone()}>Change the time zone</LinkButton>
      </Section>
    </>
  );
}
