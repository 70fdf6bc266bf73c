import type { SandboxResponse } from "../../http/service";
import { matcherOf } from "../query/match";
import { type Cursor, pageDetails, pageOf, readCursor } from "../query/page";
import { type Filter, longestPage, type Query, readQuery } from "../query/read-query";
import { refused, unknownField } from "../refusal";
import { entityOf } from "../schema/entities";
import { type Entity, findField, type Wire } from "../schema/field";
import { isNearField, type Near } from "../views";
import { type Call, parseJson, readJson, requireRight } from "./call";

/** A record as it is answered: no field that can only be written, and no user-defined ones, which this tenant has none of. */
export function presented(entity: Entity, row: Wire, only?: readonly string[]): object {
  const names = only ?? Object.keys(entity.fields).filter((name) => !entity.fields[name]?.writeOnly);
  const shown = names.map((name) => [name, row[name] ?? null]);
  return { ...Object.fromEntries(shown), userDefinedFields: [] };
}

/** A filter that every record of the answer must satisfy and by which they are found quickly. */
function nearOf(entity: Entity, filters: readonly Filter[]): Near | undefined {
  for (const filter of filters) {
    if (!("field" in filter) || filter.udf) continue;
    const field = findField(entity, filter.field)?.name ?? "";
    if (!isNearField(field)) continue;
    if (filter.op === "eq" && typeof filter.value === "number") return { field, values: [filter.value] };
    const list: unknown[] = filter.op === "in" && Array.isArray(filter.value) ? filter.value : [];
    if (list.length > 0 && list.every((value) => typeof value === "number")) return { field, values: list };
  }
  return undefined;
}

function rowsFor({ tenant, route }: Call, entity: Entity, query: Query): Wire[] {
  const matches = matcherOf(entity, query.filter);
  return tenant.views.read(route.entity, nearOf(entity, query.filter)).filter(matches);
}

/** GET puts the query into `search`, POST into the body. */
function queryOf(call: Call): Query {
  const { method, query } = call.request;
  return readQuery(method === "GET" ? parseJson(query.get("search") ?? "") : readJson(call));
}

function fieldsOf(entity: Entity, { includeFields }: Query): string[] | undefined {
  return includeFields?.map((given) => {
    const found = findField(entity, given);
    if (!found || found.field.writeOnly) throw unknownField(given, entity.typeName);
    return found.name;
  });
}

/** `paging` continues a query; its address says where, the search or body is the same as before. */
export function query(call: Call): SandboxResponse {
  requireRight(call, "read");
  const { tenant, request, route } = call;
  const entity = entityOf(tenant.settings, route.entity);
  const asked = queryOf(call);
  const names = fieldsOf(entity, asked);
  const rows = rowsFor(call, entity, asked);
  if (names && !names.includes("id") && rows.length > asked.pageSize)
    throw refused("Invalid query syntax. includeFields must hold id when there is more than one page.");
  const items = (row: Wire) => presented(entity, row, names);
  const search: Paging["search"] =
    request.method === "GET" ? { search: request.query.get("search") ?? "" } : {};
  return paged(call, rows, { pageSize: asked.pageSize, items, search });
}

export function count(call: Call): SandboxResponse {
  requireRight(call, "read");
  const entity = entityOf(call.tenant.settings, call.route.entity);
  return { status: 200, body: { queryCount: rowsFor(call, entity, queryOf(call)).length } };
}

/** A missing record is no error: its item is null. */
export function getOne(call: Call, id: number): SandboxResponse {
  requireRight(call, "read");
  const { tenant, route } = call;
  const entity = entityOf(tenant.settings, route.entity);
  const row = tenant.views.read(route.entity, { field: "id", values: [id] }).find((one) => one.id === id);
  const shown = row && (route.parentId === undefined || row.contractID === route.parentId);
  return { status: 200, body: { item: shown ? presented(entity, row) : null } };
}

/** All records below one contract. */
export function listChildren(call: Call): SandboxResponse {
  requireRight(call, "read");
  const { tenant, route } = call;
  const entity = entityOf(tenant.settings, route.entity);
  const near = { field: "contractID", values: [route.parentId] } as const;
  const rows = tenant.views.read(route.entity, near).filter((row) => row.contractID === route.parentId);
  return paged(call, rows, { pageSize: longestPage, items: (row) => presented(entity, row), search: {} });
}

type Paging = { pageSize: number; items: (row: Wire) => object; search: Record<string, string> };

function paged(
  { request, address }: Call,
  rows: Wire[],
  { pageSize, items, search }: Paging,
): SandboxResponse {
  const method = request.method === "POST" ? "POST" : "GET";
  const given = request.query.get("paging");
  const page = pageOf(rows, given === null ? { method, pageSize } : readCursor(given, method));
  const base = address.replace(/\/next\/?$/i, "");
  const pageAddress = (to: Cursor) =>
    `${base}/next?${new URLSearchParams({ ...search, paging: JSON.stringify(to) })}`;
  const details = pageDetails(page, pageSize, pageAddress);
  return { status: 200, body: { items: page.items.map(items), pageDetails: details } };
}
