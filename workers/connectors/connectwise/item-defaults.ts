import { ApiError } from "@/lib/errors";
import type { ConnectWiseClient } from "./client/client";
import { readPages } from "./client/pages";
import { service } from "./errors";
import type { ItemDefaults } from "./map/item";
import { setupRowFields, setupRowSchema } from "./schemas";

/** An entry of this name, made by the site's administrator, is preferred to any other. */
const ownName = "PRISM Connect";

/**
 * The subcategory and the type for new catalogue items where none are configured: of each list the active entry that is
 * called "PRISM Connect", else the active one with the lowest id, which is mostly the site's own default.
 * Both only group items; a person may move them afterwards. Throws `rejected` when a list has no active entry.
 */
export async function findItemDefaults(client: ConnectWiseClient): Promise<ItemDefaults> {
  return {
    subcategoryId: await choose(client, "procurement/subcategories", "subcategory"),
    typeId: await choose(client, "procurement/types", "product type"),
  };
}

async function choose(client: ConnectWiseClient, path: string, what: string): Promise<string> {
  let first: string | null = null;
  for await (const page of readPages(client, path, setupRowSchema, { fields: setupRowFields })) {
    const active = page.filter((row) => !row.inactiveFlag);
    const own = active.find((row) => row.name.toLowerCase() === ownName.toLowerCase());
    if (own) return own.id;
    first ??= active[0]?.id ?? null;
  }
  if (first !== null) return first;
  const words = `ConnectWise has no active ${what}, and every catalogue item needs one.`;
  throw new ApiError({ service, kind: "rejected", refusal: "psa_prerequisite_missing", words });
}
