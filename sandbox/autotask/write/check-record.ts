import { badReference, refused } from "../refusal";
import { entities } from "../schema/entities";
import type { Entity, Field, Value, Wire } from "../schema/field";
import type { Tenant } from "../tenant";

/** A new record: the body's members over the initial values. */
export function withInitial({ fields }: Entity, members: Wire): Wire {
  const initial = Object.entries(fields).map(([name, field]) => [name, field.initially ?? null]);
  return { ...Object.fromEntries(initial), ...withoutNulls(members) };
}

function withoutNulls(members: Wire): Wire {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** PUT: writable fields that the body leaves out become null; what is read-only or fixed stays. */
export function replaced({ fields }: Entity, before: Wire, members: Wire): Wire {
  const kept = Object.entries(before).map(([name, value]) => {
    const field = fields[name];
    return [name, !field || field.readOnly || field.fixed ? value : null];
  });
  return { ...Object.fromEntries(kept), ...members };
}

/** Throws one refusal with every broken rule of the fields; what the record held before is not judged again. */
export function checkRecord(tenant: Tenant, entity: Entity, after: Wire, before?: Wire): void {
  const errors = Object.entries(entity.fields).flatMap(([name, field]) => {
    const value = after[name] ?? null;
    if (field.readOnly || (before && (before[name] ?? null) === value && !field.required)) return [];
    return problemsOf(tenant, name, field, value, before);
  });
  if (errors.length > 0) throw refused(...errors);
}

function problemsOf(tenant: Tenant, name: string, field: Field, value: Value, before?: Wire): string[] {
  const unchanged = before && (before[name] ?? null) === value;
  if (before && field.fixed && !unchanged) return [`Field ${name} is read-only and cannot be changed.`];
  if (value === null || value === "") return field.required ? [`Missing Required Field: ${name}.`] : [];
  if (unchanged) return [];
  const { length, picklist, reference } = field;
  if (length !== undefined && String(value).length > length)
    return [`The value of field ${name} exceeds its maximum length of ${length}.`];
  if (picklist && !picklist.some((one) => one.value === String(value) && one.isActive !== false))
    return [`Value ${value} is not a valid picklist value of field ${name}.`];
  if (reference && !tenant.views.row(reference, Number(value)))
    return [badReference(name, entities[reference].typeName)];
  return [];
}
