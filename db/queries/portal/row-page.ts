/** A page of a list that is read by keys. The cursors are ids of rows; null: the list ends there. */
export type RowPage<Row> = { rows: Row[]; previous: string | null; next: string | null };

/** Where a page begins: after a row or before one, by their ids; neither is the start of the list. */
export type RowPlace = { after?: string; before?: string };

export const pageSize = 50;

/** What a cursor gives that belongs to nothing here. */
export const emptyPage = { rows: [], previous: null, next: null } satisfies RowPage<never>;

/**
 * Cuts a page from rows that were read with one to spare: in the list's order, or, for a page that ends before a row,
 * against it.
 */
export function cutPage<Row extends { id: string }>(
  read: Row[],
  place: RowPlace,
  size: number,
): RowPage<Row> {
  const more = read.length > size;
  const kept = read.slice(0, size);
  if (place.before) kept.reverse();
  const hasPrevious = place.before ? more : place.after !== undefined;
  const hasNext = place.before ? true : more;
  return {
    rows: kept,
    previous: hasPrevious ? (kept.at(0)?.id ?? null) : null,
    next: hasNext ? (kept.at(-1)?.id ?? null) : null,
  };
}
