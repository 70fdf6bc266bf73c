import { cannotConvert, refused } from "../refusal";
import { type Entity, type Field, findField, type Value, type Wire } from "../schema/field";

/**
 * What a body sets, by the fields' own names. Members that the entity does not know are ignored, and so are read-only
 * fields and the id. Throws the refusal of a body that is no object or of a value of a wrong type.
 */
export function readMembers(entity: Entity, body: unknown): Wire {
  const members: Wire = {};
  for (const [given, value] of Object.entries(objectOf(body, entity))) {
    const found = findField(entity, given);
    if (!found || found.field.readOnly) continue;
    members[found.name] = value === null || value === undefined ? null : convert(found.field, value);
  }
  return members;
}

/** The id that an update names in its body. */
export function readId(entity: Entity, body: unknown): number {
  const given = Object.entries(objectOf(body, entity)).find(([name]) => name.toLowerCase() === "id");
  const id = Number(given?.[1] ?? Number.NaN);
  if (!Number.isInteger(id)) throw refused(`Missing Required Field: id.`);
  return id;
}

function objectOf(body: unknown, { typeName }: Entity): object {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body;
  throw refused(`The body of the request must be a ${typeName}.`);
}

const bits: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ["true", true],
  ["false", false],
]);

/** A value as it is stored; numbers may come as text, as the API's own conversion allows. */
function convert({ kind }: Field, value: unknown): Value {
  switch (kind) {
    case "text":
      if (typeof value === "string") return value;
      if (typeof value === "number") return String(value);
      throw cannotConvert(value, "varchar");
    case "flag": {
      const bit = bits.get(value);
      if (bit === undefined) throw cannotConvert(value, "bit");
      return bit;
    }
    case "int": {
      const number = numberFrom(value);
      if (!Number.isInteger(number)) throw cannotConvert(value, "int");
      return number;
    }
    case "decimal": {
      const number = numberFrom(value);
      if (!Number.isFinite(number)) throw cannotConvert(value, "decimal");
      return number;
    }
    case "day":
      return `${instantFrom(value).slice(0, 10)}T00:00:00Z`;
    case "moment":
      return instantFrom(value);
  }
}

function numberFrom(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

/** A date without a zone is taken as it stands, one with a zone is brought to UTC. */
function instantFrom(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes("T") ? text : `${text}Z`;
  const instant = new Date(zoned);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(instant.getTime()))
    throw cannotConvert(value, "datetime");
  return instant.toISOString();
}
