import { type Column, getTableColumns, getTableName, is, SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "./client";
import { rowsFromJson } from "./rows-from-json";

/**
 * Inserts many rows as one parameter: the statement is as short for a thousand rows as for one. What a row does not name
 * is the column's default, or null. Throws when only some rows name a column whose default the database makes.
 * `onConflict`: the rest of the statement; `first`: what it is carried out with, as `with … as (…)`.
 */
export async function insertRows<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table["$inferInsert"][],
  onConflict: SQL = sql``,
  first: SQL = sql``,
): Promise<void> {
  if (rows.length === 0) return;
  const named = Object.entries(getTableColumns(table)).filter(([property]) =>
    rows.some((row) => Reflect.get(row, property) !== undefined),
  );
  const values = rows.map((row) =>
    Object.fromEntries(
      named.map(([property, column]) => [
        column.name,
        Reflect.get(row, property) ?? defaultOf(column, row, property),
      ]),
    ),
  );
  const columns = named.map(([, column]) => column);
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const types = Object.fromEntries(columns.map((column) => [column.name, column.getSQLType()]));
  await tx.execute(sql`${first} insert into ${sql.identifier(getTableName(table))} (${names})
    select ${names} from ${rowsFromJson(values, types)} ${onConflict}`);
}

function defaultOf(column: Column, row: object, property: string): unknown {
  if (Reflect.get(row, property) === null || !column.hasDefault) return null;
  if (is(column.default, SQL)) throw new Error(`Either all rows name ${column.name}, or none.`);
  return column.default;
}
