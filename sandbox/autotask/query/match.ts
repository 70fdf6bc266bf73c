import { cannotConvert, refused, unknownField } from "../refusal";
import { type Entity, type Field, findField, type Value, type Wire } from "../schema/field";
import type { Comparison, Filter } from "./read-query";

type Test = (row: Wire) => boolean;
type Comparable = string | number | boolean;

/** A test for rows of the entity. Throws the refusal of an unknown field or of a value of another type. */
export function matcherOf(entity: Entity, filters: readonly Filter[]): Test {
  const tests = filters.map((one) => matcher(entity, one));
  return (row) => tests.every((test) => test(row));
}

function matcher(entity: Entity, filter: Filter): Test {
  if (filter.op === "and" || filter.op === "or") {
    if (!("items" in filter)) throw refused("Invalid query syntax.");
    const tests = filter.items.map((one) => matcher(entity, one));
    return filter.op === "and"
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row));
  }
  if ("items" in filter) throw refused("Invalid query syntax.");
  const found = filter.udf ? undefined : findField(entity, filter.field);
  if (!found || found.field.writeOnly) throw unknownField(filter.field, entity.typeName);
  const holds = comparison(filter.op, found.field, filter.value);
  const { name } = found;
  return (row) => holds(row[name] ?? null);
}

const dataTypes: Readonly<Record<Field["kind"], string>> = {
  int: "int",
  decimal: "decimal",
  flag: "bit",
  day: "datetime",
  moment: "datetime",
  text: "varchar",
};

/** A value as it is compared: text without case, dates as milliseconds. */
function comparable(kind: Field["kind"], value: Value): Comparable | null {
  if (value === null) return null;
  if (kind === "text") return String(value).toLowerCase();
  if (kind === "day" || kind === "moment") return Date.parse(String(value));
  return value;
}

function literal({ kind }: Field, value: unknown): Comparable {
  const wrong = () => cannotConvert(value, dataTypes[kind]);
  if (kind === "text") {
    if (typeof value !== "string" && typeof value !== "number") throw wrong();
    return String(value).toLowerCase();
  }
  if (kind === "flag") {
    if (typeof value === "boolean") return value;
    if (value === 0 || value === 1) return value === 1;
    if (value === "true" || value === "false") return value === "true";
    throw wrong();
  }
  if (kind === "day" || kind === "moment") {
    const instant = typeof value === "string" ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(instant)) throw wrong();
    return instant;
  }
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) throw wrong();
  return number;
}

/** Nothing compares with null, as in SQL: only exist and notExist see it. */
function comparison(op: Comparison, field: Field, value: unknown): (value: Value) => boolean {
  const { kind } = field;
  if (op === "exist") return (given) => given !== null;
  if (op === "notexist") return (given) => given === null;
  if (op === "in" || op === "notin") {
    if (!Array.isArray(value)) throw refused("Invalid query syntax. The value of in and notIn is a list.");
    const wanted = new Set(value.map((one: unknown) => literal(field, one)));
    return notNull(kind, (given) => wanted.has(given) === (op === "in"));
  }
  if (value === undefined || value === null) throw refused(`Invalid query syntax. ${op} needs a value.`);
  const wanted = literal(field, value);
  return notNull(kind, compare(op, wanted));
}

function notNull(kind: Field["kind"], test: (value: Comparable) => boolean): (value: Value) => boolean {
  return (value) => {
    const given = comparable(kind, value);
    return given !== null && test(given);
  };
}

type Binary = Exclude<Comparison, "exist" | "notexist" | "in" | "notin">;

function compare(op: Binary, wanted: Comparable): (value: Comparable) => boolean {
  switch (op) {
    case "eq":
      return (value) => value === wanted;
    case "noteq":
      return (value) => value !== wanted;
    case "gt":
      return (value) => value > wanted;
    case "gte":
      return (value) => value >= wanted;
    case "lt":
      return (value) => value < wanted;
    case "lte":
      return (value) => value <= wanted;
    case "beginswith":
      return (value) => String(value).startsWith(String(wanted));
    case "endswith":
      return (value) => String(value).endsWith(String(wanted));
    case "contains":
      return (value) => String(value).includes(String(wanted));
  }
}
