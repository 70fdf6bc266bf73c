import { badCondition } from "../problem";
import type { Row } from "../schema/entity";

const defaultSize = 25;
const largestSize = 1000;

type Request = {
  query: URLSearchParams;
  forwardOnly: boolean /** Address of the list, without query. */;
  url: string;
};

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw badCondition(`${name} must be a whole number.`);
  return value;
}

function link(request: Request, rel: string, change: Record<string, number>): string {
  const query = new URLSearchParams(request.query);
  for (const [name, value] of Object.entries(change)) query.set(name, String(value));
  return `<${request.url}?${query.toString()}>; rel="${rel}"`;
}

/**
 * One page of the rows and its Link header. `page` counts from 1; `pageSize` is 25 when absent and silently 1,000 at
 * most; a page past the end is empty. Forward-only: rows whose id is greater than `pageId`, and Link is always there.
 */
export function pageOf<R extends Row>(rows: R[], request: Request): { rows: R[]; link: string } {
  const asked = wholeNumber(request.query, "pageSize") ?? defaultSize;
  const size = Math.min(asked > 0 ? asked : defaultSize, largestSize);
  if (request.forwardOnly) return forwardPage(rows, size, request);

  const page = Math.max(wholeNumber(request.query, "page") ?? 1, 1);
  const last = Math.max(Math.ceil(rows.length / size), 1);
  const links = [link(request, "first", { page: 1, pageSize: size })];
  if (page > 1) links.push(link(request, "prev", { page: Math.min(page - 1, last), pageSize: size }));
  if (page < last) links.push(link(request, "next", { page: page + 1, pageSize: size }));
  links.push(link(request, "last", { page: last, pageSize: size }));
  return { rows: rows.slice((page - 1) * size, page * size), link: links.join(", ") };
}

function forwardPage<R extends Row>(rows: R[], size: number, request: Request): { rows: R[]; link: string } {
  if (request.query.get("orderBy")) throw badCondition("orderBy is not allowed with forward-only paging.");
  const after = wholeNumber(request.query, "pageId") ?? 0;
  const found = rows.filter((row) => row.id > after).slice(0, size);
  const pageId = found.at(-1)?.id ?? after;
  return { rows: found, link: link(request, "next", { pageId, pageSize: size }) };
}
