import type { Metadata } from "next";
import { z } from "zod";
import { acceptInvitationLink } from "@/app/invitation/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { PlainShell } from "@/components/shell/plain-shell";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { portalDatabase } from "@/db/portal";
import { findInvitation } from "@/db/queries/members/open-invitation";
import { roleWords } from "@/lib/auth/role-words";
import { hashToken } from "@/lib/auth/tokens";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { currentSession } from "@/lib/session";

export const metadata: Metadata = { title: "Your invitation" };

const id = z.uuid().optional().catch(undefined);
const query = z.object({ org: id, id, token: z.string().max(100).optional().catch(undefined) });

/** Where an invitation's mail leads. Programs that check mails open links, so only pressing the button uses it up. */
export default async function InvitationPage({ searchParams }: { searchParams: PageQuery }) {
  const { org, id, token } = await readPageQuery(query, searchParams);
  const found =
    org && id && token
      ? await findInvitation(portalDatabase(), {
          orgId: org,
          invitationId: id,
          tokenHash: hashToken(token),
        })
      : null;
  if (!found) return <NotOpen />;
  const session = await currentSession();
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight text-balance">Join {found.orgName}</h1>
      <PageNotice />
      <p className="mt-2 text-pretty">
        {found.invitedBy} invites <b className="font-semibold break-words">{found.email}</b> as{" "}
        {roleWords[found.role].article}.
      </p>
      <p className="mt-2 text-soft text-pretty">
        {roleWords[found.role].name}: {roleWords[found.role].may.toLowerCase()}
      </p>
      {session && session.email !== found.email ? (
        <p className="mt-3 text-soft text-pretty">
          You are signed in as {session.email}. Accepting signs you in as {found.email} instead.
        </p>
      ) : null}
      <form action={acceptInvitationLink} className="mt-5">
        <input type="hidden" name="org" value={org} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="token" value={token} />
        <SubmitButton variant="primary" pendingLabel="Accepting…">
          Accept and sign in
        </SubmitButton>
      </form>
    </PlainShell>
  );
}

function NotOpen() {
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">This invitation is not open</h1>
      <p className="mt-2 text-pretty">
        It was accepted already, withdrawn, replaced by a newer one, or its time is over. If you are a member,
        sign in; else ask an admin of the organisation for a new one.
      </p>
      <div className="mt-5">
        <LinkButton href={links.signIn()} variant="primary">
          Sign in
        </LinkButton>
      </div>
    </PlainShell>
  );
}
