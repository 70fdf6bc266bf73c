import type { z } from "zod";
import { cannotConvert, type FieldError, invalidObject } from "../problem";
import type { Entity, ReferenceTarget, Row } from "../schema/entity";
import type { Site } from "../site";

/** Field values on their way to become a record. */
export type Draft = Record<string, unknown>;

export function isObject(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field that is null is absent. */
function withoutNulls(draft: Draft): Draft {
  return Object.fromEntries(
    Object.entries(draft).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** The id of the record that a reference names by id, identifier or name; undefined when there is none. */
function resolve(site: Site, target: ReferenceTarget, value: Draft): number | undefined {
  const table = site.tables[target.table];
  if (typeof value.id === "number") return table.get(value.id)?.id;
  const key = typeof value.identifier === "string" ? "identifier" : "name";
  const wanted = value[key];
  if (typeof wanted !== "string") return undefined;
  const rows: Row[] = table.all();
  return rows.find((row) => Reflect.get(row, key) === wanted)?.id;
}

function resolveReferences<R extends Row>(site: Site, entity: Entity<R>, draft: Draft): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, target] of Object.entries(entity.references)) {
    const value = draft[field];
    const resolveOne = (item: unknown): unknown => {
      if (!isObject(item)) return item;
      const id = resolve(site, target, item);
      if (id !== undefined) return { id };
      const named = item.id ?? item.identifier ?? item.name ?? "";
      errors.push({ code: "NotFound", message: `${field} ${named} not found`, field: `${field}/id` });
      return item;
    };
    if (Array.isArray(value)) draft[field] = value.map(resolveOne);
    else if (value !== undefined) draft[field] = resolveOne(value);
  }
  return errors;
}

function missingFields<R extends Row>(entity: Entity<R>, draft: Draft): FieldError[] {
  return Object.entries(entity.fields)
    .filter(([name, { required }]) => required && (draft[name] === undefined || draft[name] === ""))
    .map(([name]) => ({
      code: "MissingRequiredField",
      message: `The ${name} field is required.`,
      field: name,
    }));
}

function brokenLimits<R extends Row>(entity: Entity<R>, draft: Draft): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, { maxLength, range }] of Object.entries(entity.fields)) {
    const value = draft[field];
    if (maxLength !== undefined && typeof value === "string" && value.length > maxLength) {
      const message = `The field ${field} must be a string with a maximum length of ${maxLength}.`;
      errors.push({ code: "MaxLengthField", message, field });
    }
    if (range && typeof value === "number" && (value < range[0] || value > range[1])) {
      const message = `The field ${field} must be between ${range[0]} and ${range[1]}.`;
      errors.push({ code: "OutOfRange", message, field });
    }
  }
  return errors;
}

const typeNames: Readonly<Record<string, string>> = {
  number: "System.Nullable`1[System.Double]",
  flag: "System.Nullable`1[System.Boolean]",
  date: "System.Nullable`1[System.DateTime]",
  text: "System.String",
};

function conversionError<R extends Row>(
  entity: Entity<R>,
  draft: Draft,
  issue: z.core.$ZodIssue | undefined,
) {
  const [member] = issue?.path ?? [];
  const name = String(member ?? "");
  const kind = entity.fields[name]?.kind ?? "other";
  return cannotConvert(draft[name], typeNames[kind] ?? entity.typeName, name);
}

/**
 * The record that a draft stands for. Throws the Problem that the API would answer: 500 for a value of a wrong type,
 * 400 with every broken rule of the fields otherwise.
 */
export function readDraft<R extends Row>(site: Site, entity: Entity<R>, values: Draft): R {
  const draft = withoutNulls(values);
  const unresolved = resolveReferences(site, entity, draft);
  const missing = missingFields(entity, draft);
  const errors = [...missing, ...unresolved, ...brokenLimits(entity, draft)];
  const read = entity.schema.safeParse(draft);
  if (read.success && errors.length === 0) return read.data;
  const absent = new Set(missing.map(({ field }) => field));
  const wrongType = read.error?.issues.find(({ path }) => !absent.has(String(path[0])));
  if (wrongType) throw conversionError(entity, draft, wrongType);
  throw invalidObject(entity.resource, errors);
}

/** A record as a person's edit leaves it: only the types of its fields are checked, and that references exist. */
export function readEdit<R extends Row>(
  site: Site,
  entity: Entity<R>,
  values: Draft,
): { row: R } | { reasons: string[] } {
  const draft = withoutNulls(values);
  const unresolved = resolveReferences(site, entity, draft).map(({ message }) => message);
  const read = entity.schema.safeParse(draft);
  if (read.success && unresolved.length === 0) return { row: read.data };
  const wrong = read.error?.issues.map(({ path, message }) => `${path.join("/")}: ${message}`) ?? [];
  return { reasons: [...unresolved, ...wrong] };
}
