import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { IssueIndex } from "@/components/help/issue-index";
import { SeverityChip } from "@/components/sync/severity-chip";
import { Card, Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { issueActionLabel } from "@/lib/issues/actions";
import { explainIssue, issueCatalogue, issueTitle } from "@/lib/issues/catalogue";
import { isIssueCode } from "@/lib/issues/codes";
import { groupOfIssue } from "@/lib/issues/groups";

type IssuePageProps = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: IssuePageProps): Promise<Metadata> {
  const { code } = await params;
  return { title: isIssueCode(code) ? issueTitle(code) : "Troubleshooting" };
}

export default async function IssuePage({ params }: IssuePageProps) {
  const { code } = await params;
  if (!isIssueCode(code)) notFound();
  const { severity, why, steps, actions } = issueCatalogue[code];
  const { happened, effect, remedy } = explainIssue(code, {});
  const group = groupOfIssue(code);
  const others = group?.codes.filter((other) => other !== code) ?? [];
  return (
    <>
      <PageHeader
        title={issueTitle(code)}
        crumbs={[{ label: "Troubleshooting", href: "/troubleshooting" }]}
        status={<SeverityChip severity={severity} />}
      >
        {code}
      </PageHeader>
      <Card>
        <Part title="What happened">
          <p>{happened}</p>
          <p className="mt-1">{effect}</p>
        </Part>
        <Part title="Why">
          <p>{why}</p>
        </Part>
        <Part title="What to do">
          <p>{remedy}</p>
          <ol className="mt-2 list-decimal space-y-1 pl-5 marker:text-soft">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p className="mt-3 text-soft">
            Beside the issue you find: {actions.map((action) => issueActionLabel(action)).join(" · ")}
          </p>
        </Part>
      </Card>
      {group && others.length > 0 ? (
        <Section title={group.title}>
          <IssueIndex codes={others} />
        </Section>
      ) : null}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-5 max-w-prose text-md last:mb-0">
      <h2 className="mb-1 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
