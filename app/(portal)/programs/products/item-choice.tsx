import { itemFacts } from "@/app/(portal)/programs/products/item-offer";
import { linkByHand } from "@/app/(portal)/programs/products/link-actions";
import type { LoadedProduct } from "@/app/(portal)/programs/products/load-product";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SearchForm } from "@/components/ui/search-form";
import type { DirectoryItem } from "@/db/queries/portal/psa-items";
import { links } from "@/lib/links";
import type { PsaWords } from "@/lib/psa-names";

type ItemChoiceProps = {
  loaded: LoadedProduct;
  slug: string;
  programSyncId: string;
  productId: string;
  words: PsaWords;
  search: string;
  from: string | undefined;
};

/** Items to link a product to: the chosen one, those of its SKU, and a search over the cached directory. */
export function ItemChoice(props: ItemChoiceProps) {
  const { loaded, slug, productId, words, search, from } = props;
  const { product, chosen, found, sameSku } = loaded;
  const rows = chosen ? [chosen] : (found?.rows ?? sameSku);
  return (
    <Card>
      <SearchForm
        action={links.product(slug, productId)}
        label={`Search the ${words.items} of ${words.name}`}
        placeholder="Name, SKU or id"
        value={search}
        keep={from ? { from } : {}}
        offersAt={links.itemOffers(slug, productId, from)}
      />
      {!chosen && !found && sameSku.length > 0 ? (
        <h3 className="mt-4 font-medium">
          {sameSku.length === 1 ? "With the same SKU" : "More than one has the same SKU: choose one"}
        </h3>
      ) : null}
      <ul className="mt-2" aria-label={`${words.items} to link to`}>
        {rows.map((item) => (
          <ItemRow key={item.psaId} item={item} linkedId={product.link?.psaItemId ?? null} {...props} />
        ))}
      </ul>
      {rows.length === 0 ? (
        <p className="mt-2 text-soft">
          {found
            ? `Nothing of ${words.name} matches “${search}”.`
            : `No ${words.item} of ${words.name} has its SKU: the next products sync makes one. Search to link another one by hand.`}
        </p>
      ) : null}
      {found?.more ? <p className="mt-2 text-soft">There are more: search for more of the name.</p> : null}
    </Card>
  );
}

type ItemRowProps = ItemChoiceProps & { item: DirectoryItem; linkedId: string | null };

function ItemRow({ item, linkedId, programSyncId, productId, from }: ItemRowProps) {
  const fields = {
    programSyncId,
    productId,
    psaItemId: item.psaId,
    seen: linkedId ?? "",
    ...(from && { from }),
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-2.5 last:border-b-0">
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">
          {item.name} {item.inactive ? <Badge>inactive</Badge> : null}
        </p>
        <p className="text-sm wrap-anywhere text-soft">{itemFacts(item)}</p>
      </div>
      {item.psaId === linkedId ? (
        <Badge>linked</Badge>
      ) : (
        <ActionForm
          action={linkByHand}
          fields={fields}
          label={`Link to ${item.psaId}`}
          pendingLabel="Linking…"
        />
      )}
    </li>
  );
}
