import { createHash } from "node:crypto";
import { type Client, escapeIdentifier } from "pg";
import { type OrgTable, readOrgTables } from "@/scripts/testing/fill-tables";

/** Begins every name of the second organisation, so that one of them is known wherever it turns up. */
export const secondNames = "Quandong";

/** Each has a chain or an order of its own that a copy would break. */
const notCopied = new Set(["audit_events", "outbox"]);

/** Columns with words that a page shows, and the part of an address that names a program. */
const prefixes: Record<string, string> = {
  name: `${secondNames} `,
  title: `${secondNames} `,
  customer_name: `${secondNames} `,
  slug: `${secondNames.toLowerCase()}-`,
};

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every UUID in a text. */
export function idsIn(text: string): Set<string> {
  return new Set(text.match(anyId) ?? []);
}

/** The id that the copy has in place of this one. */
export function copiedId(id: string): string {
  const hash = createHash("sha256").update(id).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/**
 * A second organisation with everything that the first one has, under other ids and names: whatever can be asked of one
 * can be asked of the other.
 */
export async function cloneOrganisation(owner: Client, orgId: string): Promise<string> {
  const people = await owner.query("select to_jsonb(u)::text as row from users u");
  await insertCopies(
    owner,
    "users",
    people.rows.map(({ row }) => row.replace(/"email": "/, `"email": "${secondNames.toLowerCase()}-`)),
  );
  await insertCopies(
    owner,
    "organisations",
    await rowsOf(owner, "select to_jsonb(t)::text as row from organisations t where id = $1", orgId),
  );
  for (const name of parentsFirst(await readOrgTables(owner))) {
    if (notCopied.has(name)) continue;
    const query = `select to_jsonb(t)::text as row from ${escapeIdentifier(name)} t where org_id = $1`;
    await insertCopies(owner, name, await rowsOf(owner, query, orgId));
    await rename(owner, name, copiedId(orgId));
  }
  await rename(owner, "organisations", copiedId(orgId), "id");
  return copiedId(orgId);
}

function parentsFirst(tables: OrgTable[]): string[] {
  const known = new Set(tables.map(({ name }) => name));
  const done = new Set<string>();
  while (done.size < tables.length) {
    const ready = tables.filter(
      ({ name, foreignKeys }) =>
        !done.has(name) &&
        foreignKeys.every(({ parent }) => parent === name || done.has(parent) || !known.has(parent)),
    );
    if (ready.length === 0) throw new Error("The tables point to each other in a circle.");
    for (const { name } of ready) done.add(name);
  }
  return [...done];
}

async function rowsOf(owner: Client, query: string, orgId: string): Promise<string[]> {
  const { rows } = await owner.query<{ row: string }>(query, [orgId]);
  return rows.map(({ row }) => row);
}

async function insertCopies(owner: Client, table: string, rows: string[]): Promise<void> {
  const { rows: found } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const columns = found.map(({ name }) => escapeIdentifier(name)).join(", ");
  const copies = `[${rows.map((row) => row.replaceAll(anyId, copiedId)).join(",")}]`;
  await owner.query(
    `insert into ${escapeIdentifier(table)} (${columns})
     select ${columns} from jsonb_populate_recordset(null::${escapeIdentifier(table)}, $1::jsonb)`,
    [copies],
  );
}

async function rename(owner: Client, table: string, orgId: string, key = "org_id"): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname = any($2)`,
    [table, Object.keys(prefixes)],
  );
  for (const { name } of rows) {
    const column = escapeIdentifier(name);
    await owner.query(
      `update ${escapeIdentifier(table)} set ${column} = $2 || ${column} where ${escapeIdentifier(key)} = $1`,
      [orgId, prefixes[name]],
    );
  }
}
