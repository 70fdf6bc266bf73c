import { CheckCircle2 } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { decideGroup } from "@/app/(portal)/runs/[runId]/decisions/actions";
import { questionTotals } from "@/app/(portal)/runs/[runId]/decisions/question-totals";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import { openQuestions } from "@/db/queries/portal/open-questions";
import { may } from "@/lib/auth/may";
import { countOf } from "@/lib/format/number";
import { issueText, issueTitle } from "@/lib/issues/catalogue";
import { isIssueCode } from "@/lib/issues/codes";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import { requireSession } from "@/lib/session";
import { runTitle } from "@/lib/sync/run-words";

type ApprovePageProps = { params: Promise<{ runId: string; code: string }> };

export const metadata: Metadata = { title: "Decide all" };

/** All held lines of one cause, with what they come to, before they are approved or rejected at once. */
export default async function ApprovePage({ params }: ApprovePageProps) {
  const session = await requireSession();
  const { runId, code } = await params;
  const decidable = isIssueCode(code) && issueText(code).actions.includes("approve");
  if (!decidable || !z.uuid().safeParse(runId).success) notFound();
  const db = portalDatabase();
  const { orgId } = session;
  const { run, connection } = (await getSyncRun(db, { orgId, runId })) ?? notFound();
  const title = issueTitle(code, connectorNames[connection.kind]);
  const open = await openQuestions(db, { orgId, runId, code });
  const list = `${links.run(runId, { code })}#lines`;
  const back = { label: runTitle(run), href: links.run(runId) };
  if (open.length === 0) {
    return (
      <>
        <PageHeader title={title} crumbs={[back]} />
        <EmptyState icon={CheckCircle2} title="Nothing of this waits any more.">
          It was decided, or a later sync has looked at it.
        </EmptyState>
      </>
    );
  }
  const customers = new Set(open.map((question) => question.customerId)).size;
  const fields = { runId, code, count: String(open.length) };
  return (
    <>
      <PageHeader title={title} crumbs={[back]}>
        {countOf(open.length, "line")} of {countOf(customers, "customer")} wait for you
      </PageHeader>
      <Card>
        {questionTotals(open).map(({ currency, price, cost }) => (
          <p key={currency ?? "none"} className="text-lg">
            Together <b className="font-semibold">{price}</b>
            {cost ? <span className="text-soft"> · {cost} in your cost</span> : null}
          </p>
        ))}
        <p className="mt-1 max-w-prose text-soft">
          Lines of no customer are not among them: somebody has to say whose each of those is.
        </p>
        {may(session.role, "operator") ? (
          <div className="mt-4 flex flex-wrap gap-2">
            <ActionForm
              action={decideGroup}
              fields={{ ...fields, choice: "approve" }}
              label={`Approve all ${open.length}`}
              variant="primary"
              size="medium"
            />
            <ActionForm
              action={decideGroup}
              fields={{ ...fields, choice: "reject" }}
              label={`Reject all ${open.length}`}
              size="medium"
            />
            <LinkButton href={list}>Look at each</LinkButton>
          </div>
        ) : (
          <Notice tone="warn" title="An operator or an admin can decide this." />
        )}
      </Card>
    </>
  );
}
