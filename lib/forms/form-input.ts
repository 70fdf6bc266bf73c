import type { z } from "zod";
import { organisationField } from "@/lib/forms/organisation-field";

/**
 * A form's fields as an object. A name that ends in "[]" gives a list without the brackets, also of one; of any other
 * name that comes twice the last counts, as with a hidden field before its checkbox. Next's own fields and the page's organisation are left out.
 */
export function formFields(form: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  const fields: Record<string, FormDataEntryValue | FormDataEntryValue[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION") || name === organisationField) continue;
    const values = form.getAll(name);
    const last = values.at(-1);
    if (name.endsWith("[]")) fields[name.slice(0, -2)] = values;
    else if (last !== undefined) fields[name] = last;
  }
  return fields;
}

/** What was typed, to be shown again: single texts, without the fields that `secrets` names. */
export function typedValues(form: FormData, secrets: readonly string[]): Record<string, string> {
  const texts = Object.entries(formFields(form)).filter(
    (field): field is [string, string] => typeof field[1] === "string" && !secrets.includes(field[0]),
  );
  return Object.fromEntries(texts);
}

/** Reads the fields strictly: a field that the schema does not name is refused. */
export function readForm<S extends z.ZodObject>(
  schema: S,
  form: FormData,
): { input: z.output<S> } | { fieldErrors: Record<string, string> } {
  const fields = formFields(form);
  const fieldErrors: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (holdsNul(value)) fieldErrors[name] = "This has a character that cannot be kept.";
  }
  const parsed = schema.strict().safeParse(fields, { error: plainWords });
  if (parsed.success && Object.keys(fieldErrors).length === 0) {
    return { input: parsed.data as z.output<S> };
  }
  if (parsed.success) return { fieldErrors };
  for (const issue of parsed.error.issues) fieldErrors[String(issue.path[0] ?? "")] ??= issue.message;
  return { fieldErrors };
}

/** No keyboard types one, and the database takes no text with it. */
function holdsNul(value: FormDataEntryValue | FormDataEntryValue[]): boolean {
  return [value].flat().some((one) => typeof one === "string" && one.includes("\0"));
}

/** Words for a clerk where the schema gives none of its own. */
function plainWords(issue: { code?: string | undefined; input?: unknown }): string {
  if (issue.input === undefined || issue.input === "") return "Fill this in.";
  if (issue.code === "too_big") return "This is too long or too large.";
  if (issue.code === "too_small") return "This is too short or too small.";
  if (issue.code === "unrecognized_keys") return "The form has a field that does not belong to it.";
  return "This is not a value that fits here.";
}
