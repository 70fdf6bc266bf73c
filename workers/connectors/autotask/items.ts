import type { ItemChange, NewItem, PsaItem, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import { anyOf, everything, type Filter, recordId, textContains, textEquals } from "./client/filter";
import { queryRows } from "./client/pages";
import { readBack } from "./client/read-back";
import { type Autotask, create, startLimits } from "./context";
import { itemBody, itemPatch, mapItem, nameOfSku } from "./map/item";
import { itemOf, serviceFields, serviceSchema } from "./schemas";

const services = "Services";

export async function* readItems(autotask: Autotask): AsyncGenerator<PsaItem[]> {
  yield* queryItems(autotask, everything);
}

/** Also inactive ones. The query compares text without regard to case and finds longer SKUs too: only the very one counts. */
export async function readItemsBySku(autotask: Autotask, sku: string): Promise<PsaItem[]> {
  const terms = [textContains("name", nameOfSku(sku))];
  if (await hasSku(autotask)) terms.unshift(textEquals("sku", sku));
  const items: PsaItem[] = [];
  for await (const page of queryItems(autotask, [anyOf(terms)])) {
    items.push(...page.filter((item) => item.vendorSku === sku));
  }
  return items;
}

/** null: the tenant has no such service. Throws ApiError. */
export async function readItem(
  { client }: Autotask,
  itemId: string,
  signal?: AbortSignal,
): Promise<PsaItem | null> {
  const answer = await client.get(`${services}/${recordId(itemId)}`, signal);
  const { item } = readJson(itemOf(serviceSchema), answer);
  return item && mapItem(item);
}

/** The period of a new service is a month, which PRISM's prices are for. */
export async function createItem(autotask: Autotask, item: NewItem, given: WriteLimits): Promise<PsaItem> {
  const limits = startLimits(given);
  const periodType = await autotask.picklists.valueOf(services, "periodType", "Monthly");
  const body = itemBody(item, { hasSku: await hasSku(autotask), periodType });
  const id = await create(autotask.client, { method: "POST", path: services, body }, limits);
  return readBack(
    () => readItem(autotask, id, limits.signal),
    () => true,
    { ...limits, sleep: autotask.sleep },
  );
}

/** Changes cost or price, and reads the service until it shows them. Throws ApiError. */
export async function changeItem(
  autotask: Autotask,
  itemId: string,
  change: ItemChange,
  given: WriteLimits,
): Promise<PsaItem> {
  const limits = startLimits(given);
  await autotask.client.write({ method: "PATCH", path: services, body: itemPatch(itemId, change) }, limits);
  const shows = (item: PsaItem) =>
    (change.unitCost ?? item.unitCost) === item.unitCost &&
    (change.unitPrice ?? item.unitPrice) === item.unitPrice;
  const read = () => readItem(autotask, itemId, limits.signal);
  return readBack(read, shows, { ...limits, sleep: autotask.sleep });
}

async function* queryItems(autotask: Autotask, filter: readonly Filter[]): AsyncGenerator<PsaItem[]> {
  const query = { filter, fields: serviceFields(await hasSku(autotask)) };
  for await (const page of queryRows(autotask.client, services, serviceSchema, query)) {
    yield page.map(mapItem);
  }
}

const hasSku = ({ picklists }: Autotask) => picklists.hasField(services, "sku");
