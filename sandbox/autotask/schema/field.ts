import type { EntityName } from "./names";

/** What a field holds on the wire. A day is a date-time at midnight UTC. */
export type FieldKind = "int" | "decimal" | "text" | "flag" | "day" | "moment";

export type Value = string | number | boolean | null;
/** One record as it is answered: every field of its entity, null where there is nothing. */
export type Wire = Record<string, Value>;

export type PicklistValue = { value: string; label: string; isActive?: boolean; isDefaultValue?: boolean };

export type Field = {
  kind: FieldKind;
  /** Longest text. */
  length?: number;
  required?: boolean;
  /** Ignored in a body. */
  readOnly?: boolean;
  /** entityInformation calls it read-only, though a create takes it. */
  saysReadOnly?: boolean;
  /** Taken by a create only; a later body that changes it is refused. */
  fixed?: boolean;
  /** Taken in a body but in no answer and no query. */
  writeOnly?: boolean;
  reference?: EntityName;
  picklist?: readonly PicklistValue[];
  /** Value of a new record whose body leaves the field out. */
  initially?: Value;
};

/** `typeName`: how messages name one record of it. */
export type Entity = { name: EntityName; typeName: string; fields: Readonly<Record<string, Field>> };

type More = Omit<Field, "kind">;
export const int = (more: More = {}): Field => ({ kind: "int", ...more });
export const decimal = (more: More = {}): Field => ({ kind: "decimal", ...more });
export const text = (length: number, more: More = {}): Field => ({ kind: "text", length, ...more });
export const flag = (more: More = {}): Field => ({ kind: "flag", ...more });
export const day = (more: More = {}): Field => ({ kind: "day", ...more });
export const moment = (more: More = {}): Field => ({ kind: "moment", ...more });

export const required = { required: true } as const;
export const readOnly = { readOnly: true } as const;

/** The field that a client means, whatever the case of its letters; writeOnly fields are not among them. */
export function findField({ fields }: Entity, given: string): { name: string; field: Field } | undefined {
  const wanted = given.toLowerCase();
  const name = Object.keys(fields).find((known) => known.toLowerCase() === wanted);
  const field = name === undefined ? undefined : fields[name];
  return name === undefined || !field ? undefined : { name, field };
}
