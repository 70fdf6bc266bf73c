import { z } from "zod";

/** What stands in an address behind the "?"; a field that comes twice is a list. */
export type RawQuery = Record<string, string | string[] | undefined>;

const outcomes = [
  "applied",
  "planned",
  "unchanged",
  "held",
  "skipped",
  "failed",
  "unknown",
  "warning",
] as const;

/** Takes the last of several, and forgets what does not fit: an address may be old or typed by hand. */
const field = <T>(schema: z.ZodType<T>) =>
  z.preprocess((value) => (Array.isArray(value) ? value.at(-1) : value), schema.optional()).catch(undefined);

const code = field(z.string().regex(/^[a-z_]{1,60}$/));
/** The database takes no text with a NUL. */
const words = field(
  z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((text) => !text.includes("\0")),
);
const id = field(z.uuid());

const runFilter = z.object({ outcome: field(z.enum(outcomes)), reason: code, code, q: words });
const runQuery = runFilter.extend({ after: id, before: id, item: id });
const historyQuery = z.object({
  sync: field(z.string().regex(/^[a-z0-9-]{1,100}$/)),
  kind: field(z.enum(["customers", "products"])),
  status: field(z.enum(["queued", "running", "error", "warning", "success", "no_change", "cancelled"])),
  after: id,
  before: id,
});

export type RunFilter = z.infer<typeof runFilter>;

/** Which lines of a run an address asks for, and which part of their list. */
export function readRunQuery(raw: RawQuery): {
  filter: RunFilter;
  place: { after?: string; before?: string };
  item: string | undefined;
} {
  const { after, before, item, ...filter } = runQuery.parse(raw);
  return { filter, place: before ? { before } : { after }, item };
}

/** Which lines of a run a file asks for. */
export function readRunFilter(params: URLSearchParams): RunFilter {
  return runFilter.parse(Object.fromEntries(params));
}

/** Which runs an address asks for, and which part of their list. */
export function readHistoryQuery(raw: RawQuery) {
  const { after, before, ...filters } = historyQuery.parse(raw);
  return { filters, place: before ? { before } : { after } };
}
