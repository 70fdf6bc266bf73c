import Decimal from "decimal.js";
import type { Value, Wire } from "./schema/field";

/** A plain date as the API writes it: midnight in UTC. */
export const midnightOf = (plainDate: string): string => `${plainDate}T00:00:00Z`;

/** The plain date of a day field; "" when it has none. */
export function dayOf(value: Value | undefined): string {
  return typeof value === "string" ? value.slice(0, 10) : "";
}

/** Text of a field, or null. */
export function textOf(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Number of a field, or null. */
export function numberOf(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** A decimal as text; null and what is absent stay so. */
export function decimalOf(value: Value | undefined): string | undefined {
  return typeof value === "number" ? new Decimal(value).toFixed() : undefined;
}

/** The same row with every field of the list, null where it has none. */
export function complete(fields: readonly string[], row: Wire): Wire {
  return Object.fromEntries(fields.map((name) => [name, row[name] ?? null]));
}
