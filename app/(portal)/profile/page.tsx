import type { Metadata } from "next";
import { OrganisationsSection } from "@/app/(portal)/profile/organisations-section";
import { SecondFactorSection } from "@/app/(portal)/profile/second-factor-section";
import { SessionsSection } from "@/app/(portal)/profile/sessions-section";
import { PageNotice } from "@/components/shell/page-notice";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listMemberships } from "@/db/queries/sign-in/first-membership";
import { listSessions } from "@/db/queries/sign-in/list-sessions";
import { findSecondFactor } from "@/db/queries/sign-in/second-factor";
import { roleWords } from "@/lib/auth/role-words";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Your profile" };

export default async function ProfilePage() {
  const session = await requireSession();
  const db = portalDatabase();
  const [memberships, sessions, factor] = await Promise.all([
    listMemberships(db, session.userId),
    listSessions(db, session.userId),
    findSecondFactor(db, session.userId),
  ]);
  return (
    <>
      <PageHeader title="Your profile">
        {session.email}, {roleWords[session.role].article} of {session.orgName}
      </PageHeader>
      <PageNotice />
      {memberships.length > 1 ? (
        <OrganisationsSection memberships={memberships} currentOrgId={session.orgId} />
      ) : null}
      <SecondFactorSection factor={factor} />
      <SessionsSection sessions={sessions} session={session} now={new Date()} />
    </>
  );
}
