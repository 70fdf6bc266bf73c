import { badCondition } from "../problem";
import type { Entity, Row } from "../schema/entity";
import type { Field } from "../schema/field";
import type { Site } from "../site";
import type { Rules } from "../write/rules";

/** A field as conditions and orderBy see it, found by its name such as `name` or `company/identifier`. */
export type NamedField<T> = { kind: Field["kind"]; read(item: T): unknown };

export const unrecognised = (name: string) => badCondition(`${name} is not a recognized name.`);

function readMember(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

const outsideMembers: Readonly<Record<string, Field["kind"]>> = {
  id: "number",
  identifier: "text",
  name: "text",
};
const infoMembers: Readonly<Record<string, Field["kind"]>> = {
  lastUpdated: "date",
  dateEntered: "date",
  updatedBy: "text",
  enteredBy: "text",
};

/** Where names are looked up: the records' kind, and what is computed when they are read. */
export type Source<R extends Row> = { site: Site; entity: Entity<R>; rules: Rules<R> };

function readField<R extends Row>({ site, entity, rules }: Source<R>, field: string): (row: R) => unknown {
  const { computed } = rules;
  if (!computed || !entity.computed.includes(field)) return (row) => Reflect.get(row, field);
  return (row) => Reflect.get({ ...row, ...computed(row, site) }, field);
}

/** Throws the 400 "… is not a recognized name." for a name that the entity does not have. */
export function findField<R extends Row>(source: Source<R>, name: string): NamedField<R> {
  const { site, entity } = source;
  const [first = "", second, ...more] = name.split("/");
  const field = entity.fields[first];
  if (more.length > 0) throw unrecognised(name);
  if (name === "lastUpdated") return { kind: "date", read: (row) => row._info.lastUpdated };
  if (!field) throw unrecognised(name);
  if (second === undefined) {
    if (field.kind === "reference" || field.kind === "list") throw unrecognised(name);
    return { kind: field.kind, read: readField(source, first) };
  }
  if (field.kind !== "reference") throw unrecognised(name);
  return memberOf(site, entity, first, second, name);
}

function memberOf<R extends Row>(
  site: Site,
  entity: Entity<R>,
  first: string,
  second: string,
  name: string,
): NamedField<R> {
  const target = entity.references[first];
  const known = first === "_info" ? infoMembers : outsideMembers;
  const kind = known[second];
  if (!kind || (target && second !== "id" && !target.shows.includes(second))) throw unrecognised(name);
  if (!target || second === "id") return { kind, read: (row) => readMember(Reflect.get(row, first), second) };
  const table = site.tables[target.table];
  return {
    kind,
    read: (row) => {
      const id = readMember(Reflect.get(row, first), "id");
      return typeof id === "number" ? readMember(table.get(id), second) : undefined;
    },
  };
}

/** The members of a list for childConditions: `types/name` in a company's types. */
export function findListMember<R extends Row>(
  { site, entity }: Source<R>,
  list: string,
  name: string,
): NamedField<unknown> {
  const [first = "", second = "", ...more] = name.split("/");
  const kind = outsideMembers[second];
  if (first !== list || !kind || more.length > 0) throw unrecognised(name);
  const target = entity.references[list];
  if (!target || second === "id") return { kind, read: (item) => readMember(item, second) };
  const table = site.tables[target.table];
  return {
    kind,
    read: (item) => {
      const id = readMember(item, "id");
      return typeof id === "number" ? readMember(table.get(id), second) : undefined;
    },
  };
}

const customFieldMembers: Readonly<Record<string, Field["kind"]>> = {
  id: "number",
  caption: "text",
  type: "text",
  value: "other",
};

/** For customFieldConditions: `caption` and `value` of one and the same custom field. */
export function findCustomFieldMember(name: string): NamedField<unknown> {
  const kind = customFieldMembers[name];
  if (!kind) throw unrecognised(name);
  return { kind, read: (item) => readMember(item, name) };
}
