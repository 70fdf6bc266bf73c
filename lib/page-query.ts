import type { z } from "zod";

/** The query of a page as Next hands it over. */
export type PageQuery = Promise<Record<string, string | string[] | undefined>>;

/**
 * A page's query by a schema whose fields all have a `catch`, so that an address that was mistyped or is old still
 * shows the page. Of a repeated name the first counts; one with a NUL, which the database takes in no text, is none.
 */
export async function readPageQuery<S extends z.ZodObject>(
  schema: S,
  query: PageQuery,
): Promise<z.output<S>> {
  const entries = Object.entries(await query)
    .map(([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const)
    .filter(([, value]) => !value?.includes("\0"));
  return schema.parse(Object.fromEntries(entries));
}
