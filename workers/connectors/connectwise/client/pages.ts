import LinkHeader from "http-link-header";
import { z } from "zod";
import type { HttpAnswer } from "../../http/types";
import { count } from "../../wire/fields";
import { readJson, unreadable } from "../../wire/json";
import type { ConnectWiseClient, Query } from "./client";

/** ConnectWise gives no more at a time, whatever is asked for. */
const pageSize = "1000";

/**
 * All rows of a list in the order of their ids, a page at a time, following the Link header. Complete or thrown:
 * a row that comes twice or out of order, or a number of rows other than the list's own count (asked for
 * only when there was more than one page), means that the list changed or was served wrongly while it was read: `unreadable`.
 */
export async function* readPages<Row extends { id: string }>(
  client: ConnectWiseClient,
  path: string,
  row: z.ZodType<Row>,
  query: Query,
): AsyncGenerator<Row[]> {
  let lastId = Number.NEGATIVE_INFINITY;
  let read = 0;
  for (let page: number | null = 1, pages = 1; page !== null; pages++) {
    const asked: Query = { ...query, orderBy: "id asc", pageSize, page: String(page) };
    const answer = await client.get(path, asked);
    const rows = readJson(z.array(row), answer);
    for (const { id } of rows) {
      if (!(Number(id) > lastId)) throw unreadable(answer, `Record ${id} came twice or out of order.`);
      lastId = Number(id);
    }
    read += rows.length;
    page = nextPage(answer, page);
    if (page !== null && rows.length === 0) throw unreadable(answer, "An empty page says that more follow.");
    if (rows.length > 0) yield rows;
    if (page === null && pages > 1) await requireCount(client, path, query, read);
  }
}

function nextPage(answer: HttpAnswer, current: number): number | null {
  const header = answer.headers.link;
  if (header === undefined) return null;
  const [next] = parseLinks(answer, Array.isArray(header) ? header.join(", ") : header).rel("next");
  if (!next) return null;
  // Only the number is taken from the address, so that an answer cannot send our keys elsewhere.
  const page = Number(new URLSearchParams(next.uri.split("?")[1]).get("page"));
  if (Number.isSafeInteger(page) && page > current) return page;
  throw unreadable(answer, "The link to the next page leads to no later one.");
}

function parseLinks(answer: HttpAnswer, header: string): LinkHeader {
  try {
    return LinkHeader.parse(header);
  } catch {
    throw unreadable(answer, "The links to other pages cannot be read.");
  }
}

async function requireCount(client: ConnectWiseClient, path: string, query: Query, read: number) {
  const { fields: _, ...conditions } = query;
  const answer = await client.get(`${path}/count`, conditions);
  const { count: expected } = readJson(z.object({ count }), answer);
  if (expected === read) return;
  throw unreadable(answer, `The list has ${expected} records, but ${read} were read.`);
}
