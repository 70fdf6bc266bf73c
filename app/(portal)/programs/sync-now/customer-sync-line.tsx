import { SyncCustomerForm } from "@/app/(portal)/programs/sync-now/sync-customer-form";
import { TextLink } from "@/components/ui/text-link";
import type { CustomerSync } from "@/db/queries/portal/customers-to-sync";
import { links } from "@/lib/links";

type CustomerSyncLineProps = {
  programSyncId: string;
  customerId: string;
  /** null: it is not mapped, or its sync is off. */
  state: CustomerSync | null;
  enabled: boolean;
};

/** Where a mapped customer stands with its sync, and the button that syncs it alone. */
export function CustomerSyncLine({ programSyncId, customerId, state, enabled }: CustomerSyncLineProps) {
  if (!state) return null;
  if (!enabled) {
    return <p className="my-4 text-soft">The customers sync is switched off in the program’s settings.</p>;
  }
  if (state.openRunId) {
    return (
      <p className="my-4 text-soft">
        <TextLink href={links.run(state.openRunId)}>A sync</TextLink> of this customer is on its way.
      </p>
    );
  }
  return (
    <div className="my-4 flex flex-wrap items-center gap-x-3 gap-y-2">
      <SyncCustomerForm
        programSyncId={programSyncId}
        customerId={customerId}
        variant={state.waits ? "primary" : "secondary"}
      />
      <p className="text-soft">
        {state.waits
          ? "It was mapped, or its mapping was changed, since its last sync. Nobody else is looked at."
          : "Plans its newest invoice again and looks for what was edited by hand. Nobody else is looked at."}
      </p>
    </div>
  );
}
