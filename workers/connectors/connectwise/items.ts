import type { ItemChange, NewItem, PsaItem, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import type { ConnectWiseClient } from "./client/client";
import { textEquals } from "./client/conditions";
import { readPages } from "./client/pages";
import { orMissing, recordId } from "./directory";
import { type ItemDefaults, itemBody, itemPatch, mapItem } from "./map/item";
import { catalogItemFields, catalogItemSchema } from "./schemas";

const catalog = "procurement/catalog";
const fields = catalogItemFields;

export async function* readItems(client: ConnectWiseClient): AsyncGenerator<PsaItem[]> {
  for await (const page of readPages(client, catalog, catalogItemSchema, { fields })) yield page.map(mapItem);
}

export async function readItem(client: ConnectWiseClient, itemId: string): Promise<PsaItem | null> {
  const answer = await orMissing(client.get(`${catalog}/${recordId(itemId)}`, { fields }));
  return answer && mapItem(readJson(catalogItemSchema, answer));
}

/** Also inactive ones. ConnectWise compares text without regard to case. */
export async function readItemsBySku(client: ConnectWiseClient, sku: string): Promise<PsaItem[]> {
  const items: PsaItem[] = [];
  const query = { conditions: textEquals("vendorSku", sku), fields };
  for await (const page of readPages(client, catalog, catalogItemSchema, query)) {
    for (const item of page) items.push(mapItem(item));
  }
  return items;
}

export async function createItem(
  client: ConnectWiseClient,
  item: NewItem,
  defaults: ItemDefaults,
  limits: WriteLimits,
): Promise<PsaItem> {
  const body = itemBody(item, defaults);
  const answer = await client.write({ method: "POST", path: catalog, body }, limits);
  return mapItem(readJson(catalogItemSchema, answer));
}

export async function changeItem(
  client: ConnectWiseClient,
  itemId: string,
  change: ItemChange,
  limits: WriteLimits,
): Promise<PsaItem> {
  const call = { method: "PATCH", path: `${catalog}/${recordId(itemId)}`, body: itemPatch(change) } as const;
  return mapItem(readJson(catalogItemSchema, await client.write(call, limits)));
}
