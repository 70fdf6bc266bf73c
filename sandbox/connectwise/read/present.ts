import type { Entity, ReferenceTarget, Row } from "../schema/entity";
import type { Site } from "../site";
import type { Rules } from "../write/rules";

export type Wire = Record<string, unknown>;

/** Members that a request's `fields` asks for: top-level names, each with the members below it (none: all of it). */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Reads `id,name,status/id`; null when there is no such parameter. */
export function readFields(query: URLSearchParams): Fields | null {
  const text = query.get("fields")?.trim();
  if (!text) return null;
  const fields = new Map<string, string[]>();
  for (const path of text.split(",")) {
    const [first = "", ...below] = path.trim().split("/");
    const known = fields.get(first);
    if (below.length === 0) fields.set(first, []);
    else if (!known) fields.set(first, [below.join("/")]);
    else if (known.length > 0) known.push(below.join("/"));
  }
  return fields;
}

function presentReference(site: Site, target: ReferenceTarget, id: number, base: string): Wire {
  const row = site.tables[target.table].get(id);
  const shown: Wire = { id };
  for (const name of row ? target.shows : []) {
    const value: unknown = row && Reflect.get(row, name);
    if (value !== undefined) shown[name] = value;
  }
  shown._info = { [`${target.href}_href`]: `${base}${target.path}/${id}` };
  return shown;
}

function presentField(
  site: Site,
  target: ReferenceTarget | undefined,
  value: unknown,
  base: string,
): unknown {
  if (!target || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => presentField(site, target, item, base));
  const id: unknown = Reflect.get(value, "id");
  return typeof id === "number" ? presentReference(site, target, id, base) : value;
}

function onlyMembers(value: unknown, members: readonly string[]): unknown {
  if (members.length === 0) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => onlyMembers(item, members));
  if (typeof value !== "object" || value === null) return value;
  const found: Wire = {};
  for (const path of members) {
    const [first = "", ...below] = path.split("/");
    const member: unknown = Reflect.get(value, first);
    if (member !== undefined) found[first] = onlyMembers(member, below.length > 0 ? [below.join("/")] : []);
  }
  return found;
}

/**
 * A record as the API shows it: references with their names, computed fields, no nulls. `base` is the address that
 * hrefs begin with. With `fields` only those members; `_info` is then there only when asked for.
 */
export function present<R extends Row>(
  site: Site,
  entity: Entity<R>,
  rules: Rules<R>,
  row: R,
  base: string,
  fields: Fields | null = null,
): Wire {
  const wire: Wire = {};
  const computes =
    !fields || entity.computed.some((name) => name !== "id" && name !== "_info" && fields.has(name));
  const values = computes ? { ...row, ...rules.computed?.(row, site) } : row;
  for (const name of fields ? fields.keys() : memberNames(values)) {
    const value: unknown = Reflect.get(values, name);
    if (value === undefined || value === null) continue;
    const shown = presentField(site, entity.references[name], value, base);
    wire[name] = onlyMembers(shown, fields?.get(name) ?? []);
  }
  return wire;
}

/** As stored, with `_info` at the end. */
function memberNames(values: object): string[] {
  return [...Object.keys(values).filter((name) => name !== "_info"), "_info"];
}
