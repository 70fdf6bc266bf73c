import { unmapCustomer } from "@/app/(portal)/programs/mapping/actions";
import { LeftoverFields, type LeftoverQuestion } from "@/app/(portal)/programs/mapping/leftover-fields";
import { Disclosure } from "@/components/ui/details";
import { SubmitButton } from "@/components/ui/submit-button";

type UnmapFormProps = {
  programSyncId: string;
  customerId: string;
  version: number;
  /** Null: no line of ours is open. */
  leftover: LeftoverQuestion | null;
};

/** Takes the mapping away, after asking what becomes of the lines that go on billing. */
export function UnmapForm({ programSyncId, customerId, version, leftover }: UnmapFormProps) {
  return (
    <Disclosure label="Clear the mapping…" variant="danger">
      <form action={unmapCustomer}>
        <input type="hidden" name="programSyncId" value={programSyncId} />
        <input type="hidden" name="customerId" value={customerId} />
        <input type="hidden" name="version" value={version} />
        <p className="mb-3 max-w-prose">
          Later invoices are not brought over, and the customer counts as not mapped.
          {leftover ? null : " No line of ours is open for it."}
        </p>
        {leftover ? <LeftoverFields question={leftover} idPrefix="unmap" /> : null}
        <SubmitButton variant="danger" pendingLabel="Clearing…">
          Clear the mapping
        </SubmitButton>
      </form>
    </Disclosure>
  );
}
