import { LosslessNumber } from "lossless-json";
import { z } from "zod";
import { parseDecimal } from "./decimal-text";
import { parsePlainDate } from "./plain-date";

/** Parts of the connectors' schemas. Answers are parsed so that numbers keep their text (see json.ts). */

const numberText = z
  .union([z.instanceof(LosslessNumber).transform((number) => number.value), z.string()])
  .describe("a number, or the same written as text");

/** A decimal, exact, as DecimalText. */
export const decimal = numberText.transform((text, context) => {
  const value = parseDecimal(text);
  if (value !== null) return value;
  context.addIssue({ code: "custom", message: "is not a number" });
  return z.NEVER;
});

/** A record's id as text, whether the API writes it as a whole number or as text. */
export const id = numberText.transform((text, context) => {
  if (text !== "") return text;
  context.addIssue({ code: "custom", message: "is empty" });
  return z.NEVER;
});

/** A whole number that counts something. */
export const count = numberText.transform((text, context) => {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  context.addIssue({ code: "custom", message: "is not a whole number" });
  return z.NEVER;
});

/** A date as written: the first ten characters of a date or an instant. */
export const plainDate = z.string().transform((text, context) => {
  const date = parsePlainDate(text);
  if (date !== null) return date;
  context.addIssue({ code: "custom", message: "is not a date" });
  return z.NEVER;
});

/** Absent and null alike become null: the APIs leave out what is null, or write it, as they please. */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

/** An absent flag is not set. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** Text of which nothing is left after trimming is as good as none. */
export const textOrNull = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);
