import { Client, escapeIdentifier, Pool } from "pg";
import { createTestDatabase } from "../../testing/database";

/** A migrated database whose clock and ids are the simulation's own; the product's SQL runs on it unchanged. */
export type SimulatedDatabase = {
  /** Sessions of the worker's role, shared by all simulated workers. */
  workers: Pool;
  owner: Client;
  /** Empties every table and begins the ids anew. */
  clear: () => Promise<void>;
  drop: () => Promise<void>;
};

/** So many sessions may be held by paused workers at once. */
const mostSessions = 12;

/**
 * `sim` shadows the database's own functions: it stands first in the search path, also of the functions that name a
 * path of their own, and the columns' defaults are bound to it anew.
 */
const install = `
create schema sim;
grant usage on schema sim to prism_worker, prism_portal;
create sequence sim.ids;
grant usage on sequence sim.ids to prism_worker, prism_portal;
create function sim.clock_timestamp() returns timestamptz language sql stable as
  $$ select pg_catalog.current_setting('sim.now')::timestamptz $$;
create function sim.now() returns timestamptz language sql stable as
  $$ select pg_catalog.current_setting('sim.now')::timestamptz $$;
create function sim.gen_random_uuid() returns uuid language sql volatile as
  $$ select overlay(overlay(pg_catalog.md5(pg_catalog.nextval('sim.ids')::text) placing '4' from 13) placing '8' from 17)::uuid $$;
create table sim.run_log (
  id serial primary key, org_id uuid, run_id uuid, epoch int, before text, after text, at timestamptz
);
create function sim.note_run() returns trigger language plpgsql security definer as $$
begin
  insert into sim.run_log (org_id, run_id, epoch, before, after, at)
  values (new.org_id, new.id, new.epoch, case when tg_op = 'UPDATE' then old.status end, new.status, sim.now());
  return null;
end $$;
create trigger note_run after insert or update of status, epoch on sync_runs
  for each row execute function sim.note_run();
do $$
declare one record;
begin
  for one in
    select ad.adrelid::regclass::text as relation, a.attname as column_name,
      replace(pg_get_expr(ad.adbin, ad.adrelid), 'pg_catalog.', '') as expression
    from pg_attrdef ad
    join pg_class c on c.oid = ad.adrelid and c.relnamespace = 'public'::regnamespace
    join pg_attribute a on a.attrelid = ad.adrelid and a.attnum = ad.adnum
    where pg_get_expr(ad.adbin, ad.adrelid) ~ '(now|clock_timestamp|gen_random_uuid)\\(\\)'
  loop
    execute format('alter table %s alter column %I set default %s', one.relation, one.column_name, one.expression);
  end loop;
  for one in
    select oid::regprocedure::text as signature from pg_proc
    where pronamespace = 'app'::regnamespace and proconfig is not null
  loop
    execute format('alter function %s set search_path = sim, pg_catalog, public, pg_temp', one.signature);
  end loop;
end $$;`;

/** `sabotage`: statements that take a safeguard away. */
export async function openSimulatedDatabase(sabotage = ""): Promise<SimulatedDatabase> {
  const database = await createTestDatabase();
  const name = escapeIdentifier(new URL(database.ownerUrl).pathname.slice(1));
  await asOwner(database.ownerUrl, async (client) => {
    await client.query(`alter database ${name} set search_path = sim, pg_catalog, public`);
  });
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(install + sabotage);
  const tables = await tablesOf(owner);
  const workers = new Pool({ connectionString: database.workerUrl, max: mostSessions });
  return {
    workers,
    owner,
    clear: async () => {
      await owner.query(`truncate ${tables.join(", ")}, sim.run_log; select setval('sim.ids', 1)`);
    },
    drop: async () => {
      await workers.end();
      await owner.end();
      await database.drop();
    },
  };
}

async function asOwner(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function tablesOf(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  return rows.map(({ name }) => name);
}
