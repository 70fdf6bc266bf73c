import type { Metadata } from "next";
import { Checklist } from "@/app/(portal)/getting-started/checklist";
import { loadSetUp } from "@/app/(portal)/getting-started/load-set-up";
import { setUpPhases } from "@/app/(portal)/getting-started/phases";
import { PageNotice } from "@/components/shell/page-notice";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Getting started" };

/** From nothing to the first sync in five phases, ticked by what is recorded. */
export default async function GettingStartedPage() {
  const { orgId, role } = await requireSession();
  const phases = setUpPhases(await loadSetUp(orgId));
  return (
    <>
      <PageHeader title="Getting started">
        Five phases to the first sync. Each ticks itself once it is done.
      </PageHeader>
      <PageNotice />
      <Checklist phases={phases} role={role} />
    </>
  );
}
