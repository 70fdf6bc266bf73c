import { syncCustomer } from "@/app/(portal)/programs/sync-now/actions";
import type { ButtonVariant } from "@/components/ui/button-style";
import { SubmitButton } from "@/components/ui/submit-button";

type SyncCustomerFormProps = {
  programSyncId: string;
  customerId: string;
  variant?: ButtonVariant;
  /** Read out after the label, where the page does not say whom it is about. */
  about?: string | undefined;
};

/** Asks for a sync of one customer, and of nobody else. */
export function SyncCustomerForm({ programSyncId, customerId, variant, about }: SyncCustomerFormProps) {
  return (
    <form action={syncCustomer}>
      <input type="hidden" name="programSyncId" value={programSyncId} />
      <input type="hidden" name="customerId" value={customerId} />
      <SubmitButton size="small" {...(variant && { variant })} pendingLabel="Asking for it…">
        Sync this customer now
        {about ? <span className="sr-only">: {about}</span> : null}
      </SubmitButton>
    </form>
  );
}
