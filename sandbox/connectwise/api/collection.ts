import type { SandboxResponse } from "../../http/service";
import { noEndpoint, notFound, wrongMethod } from "../problem";
import { pageOf } from "../query/page";
import { orderRows, selectRows } from "../query/select";
import { type Fields, present, readFields, type Wire } from "../read/present";
import type { Row } from "../schema/entity";
import type { Area, Right } from "../settings";
import type { Site } from "../site";
import type { Table } from "../table";
import { applyPatch, readMembers } from "../write/patch";
import type { Rules } from "../write/rules";
import { remove, save } from "../write/save";
import { type Call, type Endpoint, idOf, readJson, requireRight } from "./call";

export type Parent = {
  /** The record that the list belongs to must exist: its table, and its name in "… 12 not found". */
  exists(site: Site, id: number): boolean;
  name: string;
  /** Members of a new record that the path decides. */
  members(id: number): object;
};

export type Definition<R extends Row> = {
  table(site: Site): Table<R>;
  area: Area;
  rules?: Rules<R>;
  parent?: Parent;
  /** Verbs beyond reading; all when absent. */
  writable?: boolean;
};

const rightOf: Readonly<Record<string, Right>> = {
  GET: "inquire",
  POST: "add",
  PUT: "edit",
  PATCH: "edit",
  DELETE: "delete",
};

/** Serves a list of records and each of them: `/`, `/count`, `/info`, `/{id}` and `/{id}/info`. */
export function collection<R extends Row>(definition: Definition<R>): Endpoint {
  const { area, rules = {}, parent, writable = true } = definition;
  return (call) => {
    const { method } = call.request;
    const [first, second, ...more] = call.rest;
    const id = idOf(first);
    const onList = first === undefined;
    const readsList = first === "count" || (first === "info" && (second === undefined || second === "count"));
    const isInfo = id !== undefined && second === "info";
    if (more.length > 0 || (!onList && !readsList && id === undefined)) throw noEndpoint();
    if (id !== undefined && second !== undefined && !isInfo) throw noEndpoint();

    const whole = writable && !readsList && !isInfo;
    const allowed = !whole ? ["GET"] : onList ? ["GET", "POST"] : ["GET", "PUT", "PATCH", "DELETE"];
    if (!allowed.includes(method)) throw wrongMethod(method, allowed);
    requireRight(call, area, rightOf[method] ?? "inquire");
    if (parent && call.parentId !== undefined && !parent.exists(call.site, call.parentId))
      throw notFound(parent.name, call.parentId);

    const table = definition.table(call.site);
    if (id !== undefined) return one(call, table, rules, id);
    if (method === "POST") return create(call, table, rules, parent);
    return list(call, table, rules, call.rest.includes("count"));
  };
}

function list<R extends Row>(call: Call, table: Table<R>, rules: Rules<R>, counts: boolean): SandboxResponse {
  const { site, request, base } = call;
  const { query } = request;
  const source = { site, entity: table.entity, rules };
  const rows = selectRows(source, table.readAll(call.parentId), query);
  if (counts) return { status: 200, body: { count: rows.length } };
  const forwardOnly = request.headers["pagination-type"] === "forward-only";
  const ordered = orderRows(source, rows, forwardOnly ? null : query.get("orderBy"));
  const url = `${new URL(base).origin}${request.path}`;
  const page = pageOf(ordered, { query, forwardOnly, url });
  const fields = readFields(query);
  const body = page.rows.map((row) => present(site, table.entity, rules, row, base, fields));
  return { status: 200, headers: { link: page.link }, body };
}

function create<R extends Row>(
  call: Call,
  table: Table<R>,
  rules: Rules<R>,
  parent: Parent | undefined,
): SandboxResponse {
  const { site, request, base } = call;
  const values = readMembers(table.entity, readJson(call), request.body);
  const decided = parent && call.parentId !== undefined ? parent.members(call.parentId) : {};
  const row = save({ site, table, rules, values: { ...values, ...decided }, fill: true });
  const body = present(site, table.entity, rules, row, base, readFields(request.query));
  return { status: 201, body, written: present(site, table.entity, rules, row, base) };
}

function one<R extends Row>(call: Call, table: Table<R>, rules: Rules<R>, id: number): SandboxResponse {
  const { site, request, base, parentId } = call;
  const { method } = request;
  const found = method === "GET" ? table.read(id) : table.get(id);
  if (!found || !table.isUnder(found, parentId)) throw notFound(table.entity.typeName, id);
  if (method === "DELETE") {
    remove({ site, table, rules, row: found });
    return { status: 204, written: null };
  }
  const show = (row: R, fields: Fields | null): Wire => present(site, table.entity, rules, row, base, fields);
  if (method === "GET") return { status: 200, body: show(found, readFields(request.query)) };
  const row = method === "PUT" ? replace(call, table, rules, found) : patch(call, table, rules, found);
  return { status: 200, body: show(row, readFields(request.query)), written: show(row, null) };
}

/** PUT: what the body leaves out falls back to its default, or is gone. */
function replace<R extends Row>(call: Call, table: Table<R>, rules: Rules<R>, before: R): R {
  const { entity } = table;
  const values = readMembers(entity, readJson(call), call.request.body);
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => entity.computed.includes(name)));
  return save({ site: call.site, table, rules, values: { ...values, ...kept }, before, fill: true });
}

function patch<R extends Row>(call: Call, table: Table<R>, rules: Rules<R>, before: R): R {
  const values = applyPatch(table.entity, before, readJson(call), call.request.body);
  return save({ site: call.site, table, rules, values, before, fill: false });
}
