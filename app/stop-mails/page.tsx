import type { Metadata } from "next";
import { z } from "zod";
import { changeReviews } from "@/app/stop-mails/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { PlainShell } from "@/components/shell/plain-shell";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { inOrg } from "@/db/client";
import { portalDatabase } from "@/db/portal";
import { findReviewMail } from "@/db/queries/review-mail";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { programTitle } from "@/lib/program-title";

export const metadata: Metadata = { title: "Mails about what waits" };

const id = z.uuid().optional().catch(undefined);
const query = z.object({ org: id, mail: id });

/** Where a review mail leads whose reader wants no more of them. Only pressing a button changes anything. */
export default async function StopMailsPage({ searchParams }: { searchParams: PageQuery }) {
  const { org, mail } = await readPageQuery(query, searchParams);
  const found =
    org && mail
      ? await inOrg(portalDatabase(), org, (tx) => findReviewMail(tx, { orgId: org, mailId: mail }))
      : null;
  if (!org || !mail || !found) return <NoSuchMail />;
  const title = programTitle(found);
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Mails about what waits for review</h1>
      <p className="mt-2 text-soft text-pretty">
        About {title}. Mails about failures, and that they are over, go on: nobody should miss a wrong
        invoice.
      </p>
      <PageNotice />
      <ul className="mt-5 grid gap-4">
        {found.recipients.map((email) => (
          <li key={email}>
            <p className="font-medium break-words">{email}</p>
            <form action={changeReviews} className="mt-1.5">
              <input type="hidden" name="org" value={org} />
              <input type="hidden" name="mail" value={mail} />
              <input type="hidden" name="email" value={email} />
              <ReviewButton email={email} stopped={found.stops.includes(email.toLowerCase())} />
            </form>
          </li>
        ))}
      </ul>
    </PlainShell>
  );
}

function ReviewButton({ email, stopped }: { email: string; stopped: boolean }) {
  return (
    <>
      <input type="hidden" name="wanted" value={stopped ? "resume" : "stop"} />
      <SubmitButton pendingLabel="Saving…">
        {stopped ? "Send them again" : "Stop them"}
        <span className="sr-only"> to {email}</span>
      </SubmitButton>
    </>
  );
}

function NoSuchMail() {
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">This link is not complete</h1>
      <p className="mt-2 text-pretty">
        Open it from the mail again. Who is told of what also stands in each program’s settings.
      </p>
      <div className="mt-5">
        <LinkButton href={links.dashboard()}>To the portal</LinkButton>
      </div>
    </PlainShell>
  );
}
