import { type SQL, sql } from "drizzle-orm";

/** PostgreSQL's types of the columns that a row brings along, by the column's name. Never from outside. */
export type ColumnTypes = Readonly<Record<string, string>>;

/**
 * Many rows as one parameter, to select from: `select r.name from ${rowsFromJson(rows, { name: "text" })}`. A statement
 * with a parameter for each value of a thousand rows costs more to write down than to carry out. Exact decimals are text
 * in `rows` and stay exact.
 */
export function rowsFromJson(rows: readonly Record<string, unknown>[], types: ColumnTypes): SQL {
  const columns = Object.entries(types).map(([name, type]) => `"${name}" ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(columns.join(", "))})`;
}
