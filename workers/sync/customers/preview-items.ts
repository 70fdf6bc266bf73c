import { standInItem } from "../plan/approved/plan-mark";
import type { ActiveRun } from "../run/engine";
import type { Subject } from "./subject";

export type PreviewItems = (subjects: Subject[]) => Promise<Subject[]>;

/**
 * In a preview, what the products sync would link or create stands in for a link that is not there yet, so that a
 * preview before the first sync shows the lines and not 158 missing products. Reads each SKU once. A live run is left
 * as it is.
 */
export function openPreviewItems(run: ActiveRun): PreviewItems {
  if (run.context.run.mode !== "preview") return async (subjects) => subjects;
  const found = new Map<string, Promise<string | null>>();

  async function find(sku: string): Promise<string | null> {
    const items = await run.psa.itemsBySku(sku);
    const [item] = items;
    if (!item) return standInItem(sku);
    // Several of one SKU: the products sync would not choose either.
    return items.length === 1 ? item.id : null;
  }

  return (subjects) =>
    Promise.all(
      subjects.map(async (subject) => {
        if (subject.psaItemId !== null || !subject.productListed || subject.sku === null) return subject;
        const known = found.get(subject.sku) ?? find(subject.sku);
        found.set(subject.sku, known);
        return { ...subject, psaItemId: await known };
      }),
    );
}
