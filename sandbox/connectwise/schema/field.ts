import { z } from "zod";

/** What the query language and the limits need to know of a field. */
export type Field = {
  kind: "text" | "number" | "flag" | "date" | "reference" | "list" | "other";
  required: boolean;
  maxLength?: number;
  range?: readonly [number, number];
};

const limits = z.object({
  kind: z.literal("date").optional(),
  maxLength: z.number().optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
});

const kinds: Readonly<Record<string, Field["kind"]>> = {
  string: "text",
  enum: "text",
  number: "number",
  int: "number",
  boolean: "flag",
  object: "reference",
  array: "list",
};

export function fieldOf(type: z.ZodType): Field {
  const inner = type instanceof z.ZodOptional ? type.unwrap() : type;
  const { kind, maxLength, range } = limits.parse(z.globalRegistry.get(inner) ?? {});
  return {
    kind: kind ?? kinds[inner._zod.def.type] ?? "other",
    required: !type.safeParse(undefined).success,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(range === undefined ? {} : { range }),
  };
}
