import { z } from "zod";
import type { Transaction } from "@/db/client";
import { retryItems } from "@/db/commands/portal/retry-items";
import { clearProductLink, saveProductLink } from "@/db/commands/portal/save-product-link";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { findProductLink, type OfProduct } from "@/db/queries/portal/product-link";
import { findPsaItem } from "@/db/queries/portal/psa-items";
import { cameFromWord, lineItCameFrom, placeItCameFrom } from "@/lib/came-from";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { psaWords } from "@/lib/psa-names";
import type { Session } from "@/lib/session";

const product = z.object({ programSyncId: z.uuid(), productId: z.uuid() });
const psaItemId = z.string().min(1).max(50);

const linkInput = product.extend({
  psaItemId,
  /** The item that the page showed as linked; the second of two editors is told. */
  seen: z.union([z.literal("").transform(() => null), psaItemId]),
  from: cameFromWord.optional(),
});
const clearInput = product.extend({ seen: psaItemId });

export const linkRule = { role: "operator", input: linkInput } as const;
export const clearLinkRule = { role: "operator", input: clearInput } as const;

/** Links a product to the PSA's item that a person chose, and goes back to the line that asked for it. */
export const changeLink: Changing<typeof linkInput> = async ({ session, tx, input }) => {
  const { productId, seen, from } = input;
  const { sync, of, found } = await requireProduct(tx, session, input);
  const words = psaWords[sync.connectionKind];
  const item = await findPsaItem(tx, { ...of, psaId: input.psaItemId });
  if (!item) {
    throw new MutationRefused(`This ${words.item} is not in the directory any more.`, {
      text: "Refresh the directory, then choose again.",
    });
  }
  const { orgId, programSyncId } = of;
  const result = await saveProductLink(tx, { orgId, programSyncId, productId, seen }, item.psaId);
  if (result.kind === "taken") {
    throw new MutationRefused(`${result.by} is linked to this ${words.item} already, so nothing was saved.`, {
      text: "Two products on one would overwrite each other’s price. Clear the other link first.",
    });
  }
  if (result.kind === "overtaken") throw overtaken();
  const retried = from ? await retryLine(tx, session, from) : false;
  return {
    audit: {
      action: "product_linked",
      subject: productId,
      facts: { before: seen ?? "none", after: item.psaId, product: found.name, item: item.name },
    },
    to: from ? lineItCameFrom(from) : links.product(sync.slug, productId),
    notice: {
      title: `${found.name} is linked to ${item.name}.`,
      text: retried
        ? "A sync of just this line is queued."
        : "Its cost and price are brought over by the next products sync.",
    },
  };
};

/** Takes a link away: the next products sync looks for an item by the SKU again. */
export const removeLink: Changing<typeof clearInput> = async ({ session, tx, input }) => {
  const { productId, seen } = input;
  const { sync, of, found } = await requireProduct(tx, session, input);
  const { orgId, programSyncId, connectionId } = of;
  if (!(await clearProductLink(tx, { orgId, programSyncId, connectionId, productId, seen }))) {
    if (found.link?.psaItemId !== seen) throw overtaken();
    throw new MutationRefused(
      `${psaWords[sync.connectionKind].anItem} was found or made for it less than an hour ago, so nothing was saved.`,
      {
        text: `${psaWords[sync.connectionKind].name} may not list the new ${psaWords[sync.connectionKind].item} yet, and a second one would be made. Choose another one, or clear the link later.`,
      },
    );
  }
  return {
    audit: {
      action: "product_unlinked",
      subject: productId,
      facts: { before: seen, product: found.name },
    },
    to: links.product(sync.slug, productId),
    notice: {
      title: `${found.name} is not linked any more.`,
      text: `The next products sync looks for its SKU in ${psaWords[sync.connectionKind].name}, and makes ${psaWords[sync.connectionKind].anItem.toLowerCase()} if there is none.`,
    },
  };
};

async function requireProduct(
  tx: Transaction,
  { orgId }: Session,
  { programSyncId, productId }: z.output<typeof product>,
) {
  const sync = await findProgramSync(tx, { orgId, programSyncId });
  if (!sync) throw gone();
  const { programId, connectionId } = sync;
  const of: OfProduct = { orgId, programId, programSyncId, connectionId, productId };
  const found = await findProductLink(tx, of);
  if (!found) throw gone();
  return { sync, of, found };
}

/** Whether a retry of the line is on its way now. */
async function retryLine(tx: Transaction, { orgId, userId }: Session, from: string): Promise<boolean> {
  const { runId, itemId } = placeItCameFrom(from);
  const result = await retryItems(tx, { orgId, runId, requestedBy: userId, which: { itemId } });
  return result.kind !== "nothing";
}

function gone(): MutationRefused {
  return new MutationRefused("This product does not exist any more.");
}

function overtaken(): MutationRefused {
  return new MutationRefused("Somebody else changed this link meanwhile, so nothing was saved.", {
    text: "What is linked now stands on this page.",
  });
}
