import { randomUUID } from "node:crypto";
import { type Client, escapeIdentifier } from "pg";

export type OrgTable = { name: string; columns: Column[]; foreignKeys: ForeignKey[] };
type Column = { name: string; type: string; required: boolean; isKey: boolean };
export type ForeignKey = { name: string; columns: string[]; parent: string; parentColumns: string[] };

/** Every table that holds rows of organisations, as the catalog has them: a new table is tested from its first day. */
export async function readOrgTables(owner: Client): Promise<OrgTable[]> {
  const { rows } = await owner.query<OrgTable>(`
    select c.relname as name,
      (select json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, null),
          'required', a.attnotnull and not a.atthasdef,
          'isKey', exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey))
        ) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(json_build_object(
          'name', k.conname, 'parent', k.confrelid::regclass::text,
          'columns', (select json_agg(a.attname order by x.n) from unnest(k.conkey) with ordinality x(num, n)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num),
          'parentColumns', (select json_agg(a.attname order by x.n) from unnest(k.confkey) with ordinality x(num, n)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.num)
        )) from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as "foreignKeys"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
    order by c.relname`);
  return rows;
}

type Row = Record<string, unknown>;

/** Puts one row of the organisation into every table, parents first; gives the rows by table. */
export async function fillTables(
  owner: Client,
  tables: OrgTable[],
  orgId: string,
  shared: Record<string, Row>,
): Promise<Map<string, Row>> {
  const filled = new Map<string, Row>(Object.entries(shared));
  let waiting = tables;
  while (waiting.length > 0) {
    const ready = waiting.filter((table) =>
      table.foreignKeys.every(({ parent }) => parent === table.name || filled.has(parent)),
    );
    if (ready.length === 0)
      throw new Error(`No order in which ${waiting.map(({ name }) => name)} can be filled.`);
    for (const table of ready)
      filled.set(table.name, await insertRow(owner, table, rowFor(table, orgId, filled)));
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return filled;
}

function rowFor(table: OrgTable, orgId: string, filled: Map<string, Row>): Row {
  const row: Row = {};
  for (const column of table.columns) {
    if (column.required) row[column.name] = sampleOf(column.type);
  }
  for (const { columns, parent, parentColumns } of table.foreignKeys) {
    for (const [index, column] of columns.entries()) {
      row[column] = filled.get(parent)?.[parentColumns[index] ?? ""];
    }
  }
  return { ...row, org_id: orgId };
}

function sampleOf(type: string): unknown {
  if (type === "uuid") return randomUUID();
  if (type === "date") return "2026-10-01";
  if (type === "boolean") return false;
  if (type === "jsonb") return "{}";
  if (type.startsWith("timestamp")) return "2026-10-01T00:00:00Z";
  if (["integer", "bigint", "numeric"].includes(type)) return 1;
  if (type === "text[]") return [];
  if (type === "text") return `text ${randomUUID()}`;
  throw new Error(`No value is known for a column of type ${type}.`);
}

/** By table where another table has a column of that name that is not computed. */
const computed = new Set(["place", "waits", "positions.subscription_id"]);

export async function insertRow(client: Client, table: Pick<OrgTable, "name">, row: Row): Promise<Row> {
  const names = Object.keys(row);
  const { rows } = await client.query<Row>(
    `insert into public.${escapeIdentifier(table.name)} (${names.map(escapeIdentifier).join(", ")})
     values (${names.map((_, index) => `$${index + 1}`).join(", ")}) returning *`,
    Object.values(row),
  );
  const [inserted] = rows;
  if (!inserted) throw new Error(`Nothing was inserted into ${table.name}.`);
  // What the database computes by itself can be given in no further row.
  return Object.fromEntries(
    Object.entries(inserted).filter(
      ([column]) => !computed.has(column) && !computed.has(`${table.name}.${column}`),
    ),
  );
}
