import { type SQL, sql } from "drizzle-orm";

/** Where a page of a list begins: behind this row, or before it. `key` is the row's sort key as text. */
export type PageCursor = { direction: "after" | "before"; key: string[] };

export type KeysetPage<T> = { rows: T[]; hasBefore: boolean; hasAfter: boolean };

type KeyPart = { of: SQL; type: "text" | "uuid" | "numeric" };

const shapes: Record<KeyPart["type"], RegExp> = {
  text: /^[^\0]*$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  numeric: /^-?\d+(\.\d+)?$/,
};

/**
 * The condition and the order that read the page at `cursor`; `key` are expressions that sort upwards, the last one
 * unique. A cursor of another list, or one that somebody made up, finds nothing.
 */
export function keysetOf(
  key: KeyPart[],
  cursor: PageCursor | null,
): { where: SQL | undefined; orderBy: SQL[] } {
  const backwards = cursor?.direction === "before";
  const orderBy = key.map((part) => (backwards ? sql`${part.of} desc` : sql`${part.of} asc`));
  if (cursor === null) return { where: undefined, orderBy };
  const fits = cursor.key.length === key.length;
  if (!fits || !key.every((part, index) => shapes[part.type].test(cursor.key[index] ?? ""))) {
    return { where: sql`false`, orderBy };
  }
  const fields = sql.join(
    key.map((part) => part.of),
    sql`, `,
  );
  const values = sql.join(
    key.map((part, index) => sql`${cursor.key[index] ?? null}::${sql.raw(part.type)}`),
    sql`, `,
  );
  return { where: backwards ? sql`(${fields}) < (${values})` : sql`(${fields}) > (${values})`, orderBy };
}

/** Makes a page of the rows that were read: one more than `limit` was asked for, to know whether there is more. */
export function pageOf<T>(rows: T[], limit: number, cursor: PageCursor | null): KeysetPage<T> {
  const more = rows.length > limit;
  const page = rows.slice(0, limit);
  if (cursor?.direction === "before") return { rows: page.reverse(), hasBefore: more, hasAfter: true };
  return { rows: page, hasBefore: cursor !== null, hasAfter: more };
}
