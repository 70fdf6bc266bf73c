import type { ActiveRun } from "../../run/engine";
import type { DraftIssue } from "../../run/item-draft";

/** What an amount is booked under that belongs to no product, by its vendor SKU. */
const adjustmentSku = "PRISM-ADJUSTMENT";

type AdjustmentItem = { itemId: string } | { itemId: null; issue: DraftIssue };

/** Looks up, once in a run, the PSA's item for amounts without a product. Throws ApiError. */
export function openAdjustmentItem(run: ActiveRun): () => Promise<AdjustmentItem> {
  let found: Promise<AdjustmentItem> | undefined;

  async function look(): Promise<AdjustmentItem> {
    const items = await run.psa.itemsBySku(adjustmentSku);
    const active = items.filter((item) => !item.inactive);
    const [item] = active;
    return item && active.length === 1
      ? { itemId: item.id }
      : { itemId: null, issue: missing(active.length) };
  }

  return () => {
    found ??= look();
    return found;
  };
}

function missing(found: number): DraftIssue {
  const item = `one active item with the vendor SKU ${adjustmentSku}`;
  const facts = { missing: item, sku: adjustmentSku, found: String(found) };
  return { code: "psa_prerequisite_missing", severity: "error", facts };
}
