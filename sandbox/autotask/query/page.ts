import { z } from "zod";
import { refused } from "../refusal";
import type { Value, Wire } from "../schema/field";

/** Where a page begins or ends: at a record's id, so that rows that come or go meanwhile shift nothing. */
const cursor = z.strictObject({
  method: z.enum(["GET", "POST"]),
  pageSize: z.int().min(1).max(500),
  after: z.int().optional(),
  before: z.int().optional(),
});

export type Cursor = z.infer<typeof cursor>;

/** Reads `paging` of a page's address; a POST follows a POST and a GET a GET, anything else is refused. */
export function readCursor(text: string, method: string): Cursor {
  const read = cursor.safeParse(parse(text));
  if (!read.success || read.data.method !== method)
    throw refused("Invalid query syntax. The page address does not belong to this request.");
  return read.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Page = { items: Wire[]; next: Cursor | null; previous: Cursor | null };

const idOf = (row: Wire): number => Number(row.id ?? 0);

/** One page of rows that are in the order of their ids. */
export function pageOf(rows: readonly Wire[], { method, pageSize, after, before }: Cursor): Page {
  const from =
    before === undefined
      ? firstIndex(rows, (id) => after === undefined || id > after)
      : Math.max(firstIndex(rows, (id) => id >= before) - pageSize, 0);
  const to = before === undefined ? from + pageSize : firstIndex(rows, (id) => id >= before);
  const items = rows.slice(from, to);
  const [first, last] = [items.at(0), items.at(-1)];
  return {
    items,
    next: last && to < rows.length ? { method, pageSize, after: idOf(last) } : null,
    previous: first && from > 0 ? { method, pageSize, before: idOf(first) } : null,
  };
}

function firstIndex(rows: readonly Wire[], test: (id: number) => boolean): number {
  const index = rows.findIndex((row) => test(idOf(row)));
  return index < 0 ? rows.length : index;
}

export type PageDetails = Record<"count" | "requestCount" | "prevPageUrl" | "nextPageUrl", Value>;

/** `address` makes a page's address from its cursor. */
export function pageDetails(
  { items, next, previous }: Page,
  size: number,
  address: (to: Cursor) => string,
): PageDetails {
  return {
    count: items.length,
    requestCount: size,
    prevPageUrl: previous && address(previous),
    nextPageUrl: next && address(next),
  };
}
