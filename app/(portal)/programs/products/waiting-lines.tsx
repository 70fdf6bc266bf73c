import { syncProductLines } from "@/app/(portal)/programs/products/link-actions";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { countOf } from "@/lib/format/number";

type WaitingLinesProps = {
  programSyncId: string;
  productId: string;
  /** Lines of customers that wait for the product's link. */
  waiting: { lines: number; customers: number };
  linked: boolean;
  canSync: boolean;
};

/** What waits for the link of a product, and, once it has one, the press that syncs just that. */
export function WaitingLines({ programSyncId, productId, waiting, linked, canSync }: WaitingLinesProps) {
  const { lines, customers } = waiting;
  if (lines === 0) return null;
  const one = lines === 1;
  return (
    <Notice
      tone={linked ? "run" : "warn"}
      title={`${countOf(lines, "line waits", "lines wait")} for this product, of ${countOf(customers, "customer")}.`}
      actions={
        linked && canSync ? (
          <form action={syncProductLines}>
            <input type="hidden" name="programSyncId" value={programSyncId} />
            <input type="hidden" name="productId" value={productId} />
            <SubmitButton size="small" variant="primary" pendingLabel="Asking for it…">
              {one ? "Sync this line now" : `Sync these ${lines} lines now`}
            </SubmitButton>
          </form>
        ) : null
      }
    >
      {linked
        ? "It is linked now: a sync of just these brings them over, and looks at nothing else."
        : "Link it below; then just these can be synced."}
    </Notice>
  );
}
