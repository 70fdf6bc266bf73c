import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { saveRole, takeOut } from "@/app/(portal)/members/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { Section } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RadioCards } from "@/components/ui/radio-cards";
import { SubmitButton } from "@/components/ui/submit-button";
import { portalDatabase } from "@/db/portal";
import { findMember } from "@/db/queries/members/list-members";
import { roles } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { roleWords } from "@/lib/auth/role-words";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "A member" };

export default async function MemberPage({ params }: { params: Promise<{ userId: string }> }) {
  const { orgId, orgName, role } = await requireSession();
  const { userId } = await params;
  if (!z.uuid().safeParse(userId).success) notFound();
  const member = (await findMember(portalDatabase(), { orgId, userId })) ?? notFound();
  return (
    <>
      <PageHeader title={member.email} crumbs={[{ label: "Members", href: links.members() }]}>
        {roleWords[member.role].name} at {orgName}
      </PageHeader>
      <PageNotice />
      {may(role, "admin") ? (
        <>
          <form action={saveRole} className="max-w-xl">
            <input type="hidden" name="userId" value={userId} />
            <RadioCards
              name="role"
              legend="Role"
              chosen={member.role}
              options={roles.map((value) => ({
                value,
                label: roleWords[value].name,
                note: roleWords[value].may,
              }))}
            />
            <SubmitButton variant="primary" pendingLabel="Saving…">
              Save the role
            </SubmitButton>
          </form>
          <RemoveSection userId={userId} email={member.email} orgName={orgName} />
        </>
      ) : (
        <Notice tone="run" title="Only admins of your organisation change members.">
          Ask one of them.
        </Notice>
      )}
    </>
  );
}

function RemoveSection({ userId, email, orgName }: { userId: string; email: string; orgName: string }) {
  return (
    <Section
      title="Remove"
      note={`${email} is signed out of ${orgName} at once. What they did stays in the history and the audit.`}
    >
      <Disclosure label="Remove…" variant="danger">
        <form action={takeOut}>
          <input type="hidden" name="userId" value={userId} />
          <p className="mb-3">
            Remove <b className="font-semibold break-words">{email}</b> from {orgName}?
          </p>
          <SubmitButton variant="danger" pendingLabel="Removing…">
            Remove this member
          </SubmitButton>
        </form>
      </Disclosure>
    </Section>
  );
}
