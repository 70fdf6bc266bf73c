import { badCondition } from "../problem";
import type { NamedField } from "./names";
import type { Comparison, Condition, Literal } from "./parse";

/** As in SQL: a comparison with a field that is null is neither true nor false, and neither is its opposite. */
type Verdict = boolean | null;
type Judge<T> = (item: T) => Verdict;

/** Turns a condition into a test. Throws the 400 for unknown names and for values of a wrong type. */
export function compileCondition<T>(
  condition: Condition,
  find: (name: string) => NamedField<T>,
): (item: T) => boolean {
  const judge = compile(condition, find);
  return (item) => judge(item) === true;
}

function compile<T>(condition: Condition, find: (name: string) => NamedField<T>): Judge<T> {
  switch (condition.kind) {
    case "and":
    case "or": {
      const left = compile(condition.left, find);
      const right = compile(condition.right, find);
      const decisive = condition.kind === "or";
      return (item) => combine(left(item), () => right(item), decisive);
    }
    case "not": {
      const inner = compile(condition.inner, find);
      return (item) => {
        const verdict = inner(item);
        return verdict === null ? null : !verdict;
      };
    }
    case "compare":
      return compare(condition.name, find(condition.name), condition.operator, condition.value);
    case "in": {
      const field = find(condition.name);
      const any = condition.values.map((value) => compare(condition.name, field, "=", value));
      return (item) => any.reduce<Verdict>((sum, judge) => combine(sum, () => judge(item), true), false);
    }
  }
}

/** `decisive` true is OR, false is AND: a verdict equal to it settles the whole. */
function combine(left: Verdict, right: () => Verdict, decisive: boolean): Verdict {
  if (left === decisive) return decisive;
  const other = right();
  if (other === decisive) return decisive;
  return left === null || other === null ? null : !decisive;
}

type Comparable = string | number | boolean;

/** Text is compared without regard to case, dates by their moment. */
function comparable(kind: NamedField<never>["kind"], value: unknown): Comparable | null {
  if (value === undefined || value === null) return null;
  if (kind === "date") return typeof value === "string" ? Date.parse(value) : null;
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function literalOf(name: string, kind: NamedField<never>["kind"], literal: Literal): Comparable {
  if (literal.kind === "null") throw badCondition(`${name} can be compared with null by = and != only.`);
  if (kind === "other")
    return typeof literal.value === "string" ? literal.value.toLowerCase() : literal.value;
  if (literal.kind !== kind) {
    const quoting =
      " String values should be enclosed with double or single quotes, dates with square brackets.";
    throw badCondition(`Expected a ${kind} value for ${name}, not a ${literal.kind}.${quoting}`);
  }
  if (literal.kind !== "date") return comparable(kind, literal.value) ?? "";
  const moment = Date.parse(literal.value);
  if (Number.isNaN(moment)) throw badCondition(`${literal.value} is not a date.`);
  return moment;
}

function compare<T>(name: string, field: NamedField<T>, operator: Comparison, literal: Literal): Judge<T> {
  if (literal.kind === "null" && (operator === "=" || operator === "!=")) {
    const wanted = operator === "=";
    return (item) => ((field.read(item) ?? null) === null) === wanted;
  }
  const wanted = literalOf(name, field.kind, literal);
  const holds = test(name, operator, wanted);
  return (item) => {
    const value = comparable(field.kind, field.read(item));
    return value === null ? null : holds(value);
  };
}

function test(name: string, operator: Comparison, wanted: Comparable): (value: Comparable) => boolean {
  switch (operator) {
    case "=":
      return (value) => value === wanted;
    case "!=":
      return (value) => value !== wanted;
    case "<":
      return (value) => value < wanted;
    case "<=":
      return (value) => value <= wanted;
    case ">":
      return (value) => value > wanted;
    case ">=":
      return (value) => value >= wanted;
    case "contains":
    case "like": {
      if (typeof wanted !== "string") throw badCondition(`${operator} needs a text for ${name}.`);
      if (operator === "contains") return (value) => String(value).includes(wanted);
      const escaped = wanted.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/[*%]/g, "[^]*");
      const expression = new RegExp(`^${escaped}$`);
      return (value) => expression.test(String(value));
    }
  }
}
