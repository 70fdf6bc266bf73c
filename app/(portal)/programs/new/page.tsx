import { ArrowRightLeft } from "lucide-react";
import type { Metadata } from "next";
import { NewProgramForm } from "@/app/(portal)/programs/new-program-form";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listProgramChoices } from "@/db/queries/portal/accesses";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Add a program" };

export default async function NewProgramPage() {
  const session = await requireSession();
  const choices = await listProgramChoices(portalDatabase(), { orgId: session.orgId });
  return (
    <>
      <PageHeader title="Add a program" crumbs={[{ label: "Dashboard", href: links.dashboard() }]}>
        A program of your PRISM account, and the PSA that its invoices are brought to
      </PageHeader>
      {choices.length === 0 ? (
        <EmptyState
          icon={ArrowRightLeft}
          title="There is no program to add"
          actions={<LinkButton href={links.connections()}>To the connections</LinkButton>}
        >
          Programs are known once your PRISM account and a PSA are connected and PRISM has been tested. What
          is brought to its PSA already stands in the menu.
        </EmptyState>
      ) : (
        <Card>
          {may(session.role, "admin") ? (
            <NewProgramForm
              email={session.email}
              choices={choices.map((choice) => ({
                value: `${choice.programId} ${choice.connectionId}`,
                label: programTitle(choice),
                note: choice.connectionName,
              }))}
            />
          ) : (
            "An admin of your organisation adds programs."
          )}
        </Card>
      )}
    </>
  );
}
