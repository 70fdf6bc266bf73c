import { badCondition } from "../problem";
import type { Row } from "../schema/entity";
import { compileCondition } from "./evaluate";
import { findCustomFieldMember, findField, findListMember, type Source, unrecognised } from "./names";
import { type Condition, parseCondition } from "./parse";

/** The rows that a request's conditions leave, in the order of ids. Throws the 400 of a bad condition. */
export function selectRows<R extends Row>(source: Source<R>, rows: R[], query: URLSearchParams): R[] {
  const tests: ((row: R) => boolean)[] = [];
  const conditions = query.get("conditions")?.trim();
  if (conditions) tests.push(compileCondition(parseCondition(conditions), (name) => findField(source, name)));
  const child = query.get("childConditions")?.trim();
  if (child) tests.push(listTest(source, parseCondition(child)));
  const custom = query.get("customFieldConditions")?.trim();
  if (custom) {
    const matches = compileCondition(parseCondition(custom), findCustomFieldMember);
    tests.push((row) => membersOf(row, "customFields").some(matches));
  }
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((passes) => passes(row)));
}

/** All names of a child condition speak of the same list, and of one and the same member of it. */
function listTest<R extends Row>(source: Source<R>, condition: Condition): (row: R) => boolean {
  const name = firstName(condition);
  const [list = ""] = name.split("/");
  if (source.entity.fields[list]?.kind !== "list") throw unrecognised(name);
  const matches = compileCondition(condition, (member) => findListMember(source, list, member));
  return (row) => membersOf(row, list).some(matches);
}

function firstName(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return firstName(condition.left);
    case "not":
      return firstName(condition.inner);
    case "compare":
    case "in":
      return condition.name;
  }
}

function membersOf(row: Row, field: string): unknown[] {
  const value: unknown = Reflect.get(row, field);
  return Array.isArray(value) ? value : [];
}

type Key = string | number | boolean;

function keyOf(value: unknown): Key | null {
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function compareKeys(a: Key | null, b: Key | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** Sorts by `orderBy` ("name asc, id desc"); rows that tie stay in the order of ids. */
export function orderRows<R extends Row>(source: Source<R>, rows: R[], orderBy: string | null): R[] {
  if (!orderBy?.trim()) return rows;
  const sorts = orderBy.split(",").map((part) => {
    const [name = "", direction = "asc", ...more] = part.trim().split(/\s+/);
    if (more.length > 0 || !/^(asc|desc)$/i.test(direction))
      throw badCondition(`orderBy cannot be read: ${part.trim()}.`);
    return { field: findField(source, name), sign: /^desc$/i.test(direction) ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { field, sign } of sorts) {
      const order = compareKeys(keyOf(field.read(a)), keyOf(field.read(b)));
      if (order !== 0) return sign * order;
    }
    return a.id - b.id;
  });
}
