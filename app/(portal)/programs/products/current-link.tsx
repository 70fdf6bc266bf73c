import { clearLink } from "@/app/(portal)/programs/products/link-actions";
import type { LoadedProduct } from "@/app/(portal)/programs/products/load-product";
import { originWords } from "@/app/(portal)/programs/products/origin-words";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/details";
import { Age } from "@/components/ui/time";
import type { PsaWords } from "@/lib/psa-names";

type CurrentLinkProps = {
  product: LoadedProduct["product"];
  words: PsaWords;
  timeZone: string;
  now: Date;
  /** Null: this person may not clear it. */
  fields: { programSyncId: string; productId: string } | null;
};

/** What a product is linked to now, and how to take that back. */
export function CurrentLink({ product, words, timeZone, now, fields }: CurrentLinkProps) {
  const { link, item } = product;
  if (!link)
    return (
      <Card>
        Not linked to any {words.item} of {words.name}.
      </Card>
    );
  return (
    <Card>
      <p>
        <b className="font-semibold wrap-anywhere">{item?.name ?? `${words.Item} ${link.psaItemId}`}</b>{" "}
        <span className="text-soft">
          id {link.psaItemId} · {originWords[link.origin]}{" "}
          <Age at={link.syncedAt} timeZone={timeZone} now={now} />
        </span>
      </p>
      {item ? null : (
        <p className="text-warn">It is not in the directory: it is new, or gone from {words.name}.</p>
      )}
      {item?.inactive ? <p className="text-warn">It is inactive in {words.name}.</p> : null}
      {fields ? (
        <div className="mt-3">
          <Disclosure label="Clear the link…" variant="danger" size="small">
            <p className="mb-3">
              The {words.item} stays as it is in {words.name}. The next products sync looks for the product’s
              SKU there, and links what it finds or makes a new one. To link another one, choose it below
              instead.
            </p>
            <ActionForm
              action={clearLink}
              fields={{ ...fields, seen: link.psaItemId }}
              label="Clear the link"
              variant="danger"
            />
          </Disclosure>
        </div>
      ) : null}
    </Card>
  );
}
