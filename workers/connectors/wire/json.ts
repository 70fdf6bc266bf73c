import { LosslessNumber, parse, stringify } from "lossless-json";
import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { DecimalText } from "@/lib/values";

/** An answer with what an error may tell of it: `raw` is cut and holds no credential; null: nothing may be shown. */
export type Answered = { service: string; call: string; status: number; text: string; raw: string | null };

/**
 * The answer as the schema's shape. Numbers reach the schema as their text, never through a float.
 * Throws ApiError `unreadable`, which names the first field that is wrong but not its value.
 */
export function readJson<Schema extends z.ZodType>(schema: Schema, answer: Answered): z.output<Schema> {
  const parsed = schema.safeParse(parseText(answer));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const place = first?.path.join(".") || "the answer";
  throw unreadable(answer, `${place}: ${first?.message ?? "is not as expected"}`);
}

/** The value, or undefined when the text is no JSON: for bodies of errors, which may be anything. */
export function tryJson(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function parseText(answer: Answered): unknown {
  const value = tryJson(answer.text);
  if (value !== undefined) return value;
  const page = answer.text.trimStart().startsWith("<");
  throw unreadable(
    answer,
    page ? "A web page came instead of data." : "The answer is cut short or is no JSON.",
  );
}

/** An answer that is not what the call promises: for a write, its outcome is unknown. */
export function unreadable(answer: Answered, words: string): ApiError {
  return new ApiError({
    service: answer.service,
    kind: "unreadable",
    status: answer.status,
    call: answer.call,
    words,
    ...(answer.raw === null ? {} : { rawAnswer: answer.raw }),
  });
}

/** JSON text of a request; decimals made by `exactNumber` are written digit by digit. */
export function writeJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError("There is nothing to send.");
  return text;
}

export function exactNumber(decimal: DecimalText): LosslessNumber {
  return new LosslessNumber(decimal);
}
