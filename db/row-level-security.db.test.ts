import { Client, escapeIdentifier } from "pg";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { fillTables, insertRow, type OrgTable, readOrgTables } from "@/scripts/testing/fill-tables";

jest.setTimeout(60_000);

type Role = "prism_portal" | "prism_worker";
const roles: Role[] = ["prism_portal", "prism_worker"];

let database: TestDatabase;
let owner: Client;
const clients = new Map<Role, Client>();
let tables: OrgTable[];
const ours = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const theirs = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
let ourRows: Map<string, Record<string, unknown>>;
let theirRows: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await connect(database.ownerUrl);
  clients.set("prism_portal", await connect(database.portalUrl));
  clients.set("prism_worker", await connect(database.workerUrl));
  tables = await readOrgTables(owner);
  ourRows = await fill(ours);
  theirRows = await fill(theirs);
});
afterAll(async () => {
  await Promise.all([owner, ...clients.values()].map((client) => client.end()));
  await database.drop();
});

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

/** A row of the organisation in every table. */
async function fill(orgId: string) {
  const organisation = { id: orgId, name: `Organisation ${orgId}`, time_zone: "Australia/Sydney" };
  await insertRow(owner, { name: "organisations" }, organisation);
  const user = await insertRow(owner, { name: "users" }, { email: `person@${orgId}.example` });
  return fillTables(owner, tables, orgId, { organisations: organisation, users: user });
}

/** What a role may do inside an organisation; rolled back. Errors come as their code. */
async function inside<T>(role: Role, orgId: string | null, work: (client: Client) => Promise<T>) {
  const client = clients.get(role);
  if (!client) throw new Error(`${role} is not connected.`);
  await client.query("begin");
  try {
    if (orgId) await client.query("select set_config('app.org_id', $1, true)", [orgId]);
    return await work(client);
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : Promise.reject(error);
  } finally {
    await client.query("rollback");
  }
}

const nameOf = ({ name }: OrgTable) => `public.${escapeIdentifier(name)}`;
/** insufficient_privilege: refused by a policy, or never granted. */
const refused = "42501";

async function forEachTable(check: (table: OrgTable) => Promise<unknown>) {
  const seen: Record<string, unknown> = {};
  for (const table of tables) seen[table.name] = await check(table);
  return seen;
}

const all = <T>(value: T) => Object.fromEntries(tables.map((table) => [table.name, value]));

test("there are tables to prove it on, and each has a row of either organisation", () => {
  expect(tables.length).toBeGreaterThan(25);
  for (const rows of [ourRows, theirRows]) {
    expect([...rows.keys()]).toEqual(expect.arrayContaining(tables.map(({ name }) => name)));
  }
});

test("row-level security is on and forced for every table with an organisation", async () => {
  const { rows } = await owner.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and c.relrowsecurity and c.relforcerowsecurity`);
  const secured = rows.map((row) => row.name);
  expect(secured).toEqual(expect.arrayContaining([...tables.map(({ name }) => name), "organisations"]));
});

test("the roles own nothing, and may not reach around the policies", async () => {
  const { rows } = await owner.query(`
    select c.relname from pg_class c join pg_roles r on r.oid = c.relowner
    where r.rolname in ('prism_portal', 'prism_worker')`);
  expect(rows).toEqual([]);
  const powers = await owner.query(`
    select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles
    where rolname in ('prism_portal', 'prism_worker')`);
  for (const role of powers.rows) {
    expect(role).toMatchObject({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
  }
  const partitions = await owner.query(`
    select c.relname from pg_class c cross join unnest(array['prism_portal', 'prism_worker']) role
    where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and has_table_privilege(role, c.oid, 'select, insert, update, delete')`);
  expect(partitions.rows).toEqual([]);
});

describe.each(roles)("%s inside one organisation", (role) => {
  test("sees its rows and none of another's, by a query without any filter", async () => {
    const seen = await forEachTable((table) =>
      inside(role, ours, async (client) => {
        const { rows } = await client.query(`select distinct org_id from ${nameOf(table)}`);
        return rows.map((row) => row.org_id);
      }),
    );
    expect(seen).toEqual(all([ours]));
  });

  test("sees nothing before an organisation is chosen", async () => {
    const seen = await forEachTable((table) =>
      inside(role, null, async (client) => (await client.query(`select from ${nameOf(table)}`)).rowCount),
    );
    expect(seen).toEqual(all(0));
  });

  test("updates its rows at most, by a statement without any filter", async () => {
    const seen = await forEachTable((table) =>
      inside(role, ours, async (client) => {
        const { rows } = await client.query(`update ${nameOf(table)} set org_id = org_id returning org_id`);
        return rows.map((row) => row.org_id);
      }),
    );
    expect(seen).toEqual({ ...all([ours]), audit_events: refused });
  });

  test("cannot move a row to another organisation", async () => {
    const seen = await forEachTable((table) =>
      inside(role, ours, (client) => client.query(`update ${nameOf(table)} set org_id = $1`, [theirs])),
    );
    expect(seen).toEqual(all(refused));
  });

  test("cannot insert a row for another organisation", async () => {
    const seen = await forEachTable((table) =>
      inside(role, ours, (client) => insertRow(client, table, theirRows.get(table.name) ?? {})),
    );
    expect(seen).toEqual(all(refused));
  });

  test("deletes its rows at most, where it may delete at all", async () => {
    const seen = await forEachTable((table) =>
      inside(role, ours, async (client) => {
        const { rows } = await client.query(`delete from ${nameOf(table)} returning org_id`);
        return rows.map((row) => row.org_id);
      }),
    );
    // 23503: other rows of ours still point to it.
    const allowed = [refused, "23503", JSON.stringify([ours])];
    for (const [table, result] of Object.entries(seen)) {
      expect([table, allowed]).toEqual([table, expect.arrayContaining([asText(result)])]);
    }
    expect(Object.values(seen)).toContain(refused);
    expect(seen.audit_events).toBe(refused);
  });

  test("sees its organisation and no other", async () => {
    const seen = await inside(role, ours, async (client) => {
      const { rows } = await client.query("select id from organisations");
      return rows.map((row) => row.id);
    });
    expect(seen).toEqual([ours]);
  });
});

function asText(result: unknown): unknown {
  return Array.isArray(result) ? JSON.stringify(result) : result;
}

test("what is audited is never changed nor deleted", async () => {
  for (const role of roles) {
    for (const statement of [
      "update audit_events set action = 'nothing'",
      "delete from audit_events",
      "truncate audit_events",
    ]) {
      expect(await inside(role, ours, (client) => client.query(statement))).toBe(refused);
    }
  }
});

test("a row points only to rows of its own organisation", async () => {
  const seen: Record<string, unknown> = {};
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      if (!key.columns.includes("org_id") || key.columns.length === 1) continue;
      const parent = theirRows.get(key.parent) ?? {};
      const row = Object.fromEntries(
        key.columns
          .map((column, index) => [column, parent[key.parentColumns[index] ?? ""]])
          .filter(([column]) => column !== "org_id"),
      );
      await owner.query("begin");
      seen[key.name] = await owner
        .query(
          `update ${nameOf(table)} set ${Object.keys(row)
            .map((column, index) => `${escapeIdentifier(column)} = $${index + 2}`)
            .join(", ")} where org_id = $1`,
          [ours, ...Object.values(row)],
        )
        .then(
          () => "taken",
          (error: { code?: string }) => error.code,
        );
      await owner.query("rollback");
    }
  }
  expect(Object.keys(seen).length).toBeGreaterThan(15);
  // 23503: there is no such parent in this organisation.
  expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, "23503"])));
});

describe("functions that look across organisations", () => {
  test("give ids and nothing of the business, and only the worker may call them", async () => {
    const { rows } = await owner.query<{ name: string; columns: string[] | null; portal: boolean }>(`
      select p.proname as name,
        (select array_agg(x.name order by x.n) from unnest(p.proargnames, p.proargmodes) with ordinality x(name, mode, n)
          where x.mode = 't') as columns,
        has_function_privilege('prism_portal', p.oid, 'execute') as portal
      from pg_proc p where p.prosecdef and p.pronamespace = 'app'::regnamespace order by p.proname`);
    const columns = Object.fromEntries(rows.map((row) => [row.name, row.columns?.join(" ") ?? null]));
    expect(columns).toEqual({
      clear_old_rows: null,
      drop_old_item_months: null,
      due_mails: "org_id mail_id",
      due_schedules: "org_id program_sync_id slot",
      due_tasks: "org_id task_id",
      ensure_item_partitions: null,
      lapse_left_runs: null,
      next_run: "org_id run_id",
      // Sums and ages over all organisations, for whoever runs the product.
      operational_figures: "name label value",
      // For the command line, which has to tell organisations apart by name.
      organisations_with_program: "org_id name",
      refresh_item_statistics: null,
      refresh_statistics: null,
      somebody_waits: null,
      take_bells: "org_id bell subject_id",
      waiting_runs: "org_id run_id",
    });
    expect(rows.filter((row) => row.portal)).toEqual([]);
  });

  test("are the only way: nobody else may call them", async () => {
    const { rows } = await owner.query(`
      select p.proname from pg_proc p
      where p.pronamespace = 'app'::regnamespace and p.prosecdef and has_function_privilege('public', p.oid, 'execute')`);
    expect(rows).toEqual([]);
  });
});
