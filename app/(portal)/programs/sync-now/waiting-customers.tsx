import { syncWaitingCustomers } from "@/app/(portal)/programs/sync-now/actions";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { portalDatabase } from "@/db/portal";
import { countCustomersToSync } from "@/db/queries/portal/customers-to-sync";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import { may } from "@/lib/auth/may";
import { countOf, formatCount } from "@/lib/format/number";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

type WaitingCustomersProps = { program: ProgramOverview; session: Session };

/** Who was mapped, or mapped otherwise, since the last sync of it, with the one press that brings it over. */
export async function WaitingCustomers({ program, session }: WaitingCustomersProps) {
  const { sync, connectionKind } = program;
  const { count, names } = await countCustomersToSync(portalDatabase(), {
    orgId: session.orgId,
    programSyncId: sync.id,
  });
  if (count === 0) return null;
  return (
    <Notice
      tone="run"
      title={`${countOf(count, "customer waits", "customers wait")} for a sync since ${count === 1 ? "it was" : "they were"} mapped.`}
      actions={
        !may(session.role, "operator") ? null : !sync.customersEnabled ? (
          <LinkButton size="small" href={links.programSettings(sync.slug)}>
            Turn the customers sync on
          </LinkButton>
        ) : (
          <form action={syncWaitingCustomers}>
            <input type="hidden" name="programSyncId" value={sync.id} />
            <input type="hidden" name="count" value={count} />
            <SubmitButton size="small" variant="primary" pendingLabel="Asking for it…">
              {count === 1 ? "Sync this customer now" : `Sync these ${formatCount(count)} customers now`}
            </SubmitButton>
          </form>
        )
      }
    >
      {namesOf(names, count)}: what {count === 1 ? "its invoice holds" : "their invoices hold"} is not in{" "}
      {connectorNames[connectionKind]} yet. A sync of just {count === 1 ? "this one" : "these"} leaves
      everybody else alone; the next sync of everything brings {count === 1 ? "it" : "them"} over, too.
    </Notice>
  );
}

function namesOf(names: string[], count: number): string {
  return count > names.length
    ? `${names.join(", ")} and ${formatCount(count - names.length)} more`
    : new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}
