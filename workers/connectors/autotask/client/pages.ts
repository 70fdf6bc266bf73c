import { z } from "zod";
import type { HttpAnswer } from "../../http/types";
import { count, textOrNull } from "../../wire/fields";
import { readJson, unreadable } from "../../wire/json";
import type { AutotaskClient, Call } from "./client";
import type { Filter } from "./filter";

/** Autotask gives no more at a time. */
export const pageSize = 500;

type Row = { id: string };
export type Query = { filter: readonly Filter[]; fields: readonly string[] };

/**
 * All rows of an entity that the filter lets through, a page at a time: a POST follows a POST, with the same body.
 * Complete or thrown: a row that comes twice, a page that leads back, or a number of rows other than the query's own
 * count (asked for only when there was more than one page) means that the rows changed while they were read: `unreadable`.
 */
export async function* queryRows<R extends Row>(
  client: AutotaskClient,
  entity: string,
  row: z.ZodType<R>,
  { filter, fields }: Query,
): AsyncGenerator<R[]> {
  const body = { filter, includeFields: fields, maxRecords: pageSize };
  const counting: Call = { method: "POST", path: `${entity}/query/count`, body: { filter } };
  yield* followPages(client, { method: "POST", path: `${entity}/query`, body }, row, counting);
}

/** All rows below one record, e.g. "Contracts/7/Charges". Has no count to be proven by. */
export function listRows<R extends Row>(
  client: AutotaskClient,
  path: string,
  row: z.ZodType<R>,
): AsyncGenerator<R[]> {
  return followPages(client, { method: "GET", path }, row, null);
}

/** All pages in one list. */
export async function collect<R>(pages: AsyncIterable<R[]>): Promise<R[]> {
  const rows: R[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

async function* followPages<R extends Row>(
  client: AutotaskClient,
  first: Call,
  row: z.ZodType<R>,
  counting: Call | null,
): AsyncGenerator<R[]> {
  const page = z.object({ items: z.array(row), pageDetails: z.object({ nextPageUrl: textOrNull }) });
  const ids = new Set<string>();
  const visited = new Set<string>();
  for (let call: Call | null = first; call !== null; ) {
    const answer: HttpAnswer = await client.repeatable(call);
    const { items, pageDetails } = readJson(page, answer);
    for (const { id } of items) {
      if (ids.has(id)) throw unreadable(answer, `Record ${id} came twice.`);
      ids.add(id);
    }
    const next: string | null = pageDetails.nextPageUrl;
    if (next !== null && visited.has(next)) throw unreadable(answer, "The pages lead in a circle.");
    if (next !== null) visited.add(next);
    call = next === null ? null : await client.pageCall(first, next, answer);
    if (items.length > 0) yield items;
    if (call === null && counting && visited.size > 0) await requireCount(client, counting, ids.size);
  }
}

async function requireCount(client: AutotaskClient, counting: Call, read: number): Promise<void> {
  const answer = await client.repeatable(counting);
  const { queryCount } = readJson(z.object({ queryCount: count }), answer);
  if (queryCount === read) return;
  throw unreadable(answer, `The query has ${queryCount} records, but ${read} were read.`);
}
