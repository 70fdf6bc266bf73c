import type { LosslessNumber } from "lossless-json";
import { exactNumber } from "../../wire/json";

type Value = string | boolean | LosslessNumber;

/** Terms of Autotask's query language, as far as we use it; those of a list are all to be met. */
export type Filter =
  | { op: "eq" | "contains"; field: string; value: Value }
  | { op: "in"; field: string; value: readonly Value[] }
  | { op: "exist"; field: string }
  | { op: "and" | "or"; items: readonly Filter[] };

/** An empty filter is refused, and every record has an id. */
export const everything: readonly Filter[] = [{ op: "exist", field: "id" }];

export const textEquals = (field: string, value: string): Filter => ({ op: "eq", field, value });
export const textContains = (field: string, value: string): Filter => ({ op: "contains", field, value });
export const idEquals = (field: string, id: string): Filter => ({
  op: "eq",
  field,
  value: idNumber(id),
});
export const idIn = (field: string, ids: readonly string[]): Filter => ({
  op: "in",
  field,
  value: ids.map(idNumber),
});
export const allOf = (items: readonly Filter[]): Filter => ({ op: "and", items });
export const anyOf = (items: readonly Filter[]): Filter => ({ op: "or", items });

/** Ids are whole numbers; anything else is a mistake of ours. */
export function recordId(id: string): string {
  if (!/^\d+$/.test(id)) throw new TypeError("An Autotask id is a whole number.");
  return id;
}

export function idNumber(id: string): LosslessNumber {
  return exactNumber(recordId(id));
}
