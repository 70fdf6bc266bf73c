import { z } from "zod";
import { refused } from "../refusal";

export const comparisons = [
  "eq",
  "noteq",
  "gt",
  "gte",
  "lt",
  "lte",
  "beginswith",
  "endswith",
  "contains",
  "exist",
  "notexist",
  "in",
  "notin",
] as const;

export type Comparison = (typeof comparisons)[number];

export type Filter =
  | { op: "and" | "or"; items: Filter[] }
  | { op: Comparison; field: string; value?: unknown; udf?: boolean | undefined };

export type Query = {
  /** All of them must hold. */
  filter: Filter[];
  pageSize: number;
  /** All fields when absent. */
  includeFields?: string[];
};

export const longestPage = 500;
const mostOrTerms = 500;

const filter: z.ZodType<Filter> = z.union([
  z.object({ op: z.enum(["and", "or"]), items: z.array(z.lazy(() => filter)).min(1) }),
  z.object({
    op: z.enum(comparisons),
    field: z.string(),
    value: z.unknown().optional(),
    udf: z
      .boolean()
      .nullish()
      .transform((udf) => udf ?? undefined),
  }),
]);

const query = z.object({
  filter: z.array(filter).min(1),
  maxrecords: z.int().min(1).max(longestPage).nullish(),
  includefields: z.array(z.string()).nullish(),
});

/** Property names and operators in lower case: the API does not mind their case. Values stay as they are. */
function withoutCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      const key = name.toLowerCase();
      if (key === "op" && typeof member === "string") return [key, member.toLowerCase()];
      return [key, key === "filter" || key === "items" ? withoutCase(member) : member];
    }),
  );
}

/** Terms of OR groups; the values of a list count as such. */
function countOrTerms(one: Filter): number {
  if (one.op === "and" || one.op === "or") {
    const below = one.items.reduce((sum, item) => sum + countOrTerms(item), 0);
    return one.op === "or" ? below + one.items.length : below;
  }
  const isList = (one.op === "in" || one.op === "notin") && "value" in one && Array.isArray(one.value);
  return isList && Array.isArray(one.value) ? one.value.length : 0;
}

/** Throws the refusal of a query that cannot be read. */
export function readQuery(given: unknown): Query {
  const read = query.safeParse(withoutCase(given));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join(".") || "search";
    throw refused(`Invalid query syntax. ${where}: ${issue?.message ?? "cannot be read"}.`);
  }
  const { filter, maxrecords, includefields } = read.data;
  const terms = filter.reduce((sum, one) => sum + countOrTerms(one), 0);
  if (terms > mostOrTerms)
    throw refused("Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions.");
  return {
    filter,
    pageSize: maxrecords ?? longestPage,
    ...(includefields && includefields.length > 0 ? { includeFields: includefields } : {}),
  };
}
