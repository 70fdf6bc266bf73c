import { unmapCustomer } from "@/app/(portal)/programs/mapping/actions";
import { Disclosure } from "@/components/ui/details";
import { SubmitButton } from "@/components/ui/submit-button";

type UnmapFormProps = {
  programSyncId: string;
  customerId: string;
  version: number;
  /** What stays behind in the PSA, in a sentence. */
  leavesBehind: string;
};

/** Takes the mapping away, after saying what that does not do. */
export function UnmapForm({ programSyncId, customerId, version, leavesBehind }: UnmapFormProps) {
  return (
    <Disclosure label="Clear the mapping…" variant="danger">
      <form action={unmapCustomer}>
        <input type="hidden" name="programSyncId" value={programSyncId} />
        <input type="hidden" name="customerId" value={customerId} />
        <input type="hidden" name="version" value={version} />
        <p className="mb-3 max-w-prose">
          {leavesBehind} Later invoices are not brought over, and the customer counts as not mapped.
        </p>
        <SubmitButton variant="danger" pendingLabel="Clearing…">
          Clear the mapping
        </SubmitButton>
      </form>
    </Disclosure>
  );
}
