import { Client } from "pg";
import type { Asker } from "./ask";
import type { BenchPortal } from "./open-portal";

/** PostgreSQL counts what each statement touches, as EXPLAIN (ANALYZE, BUFFERS) would tell of it. */
export const countingSettings = {
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track_planning": "off",
};

export type StatementBuffers = { statement: string; calls: number; buffers: number };

/** The statements of one request for a page as they are really sent, with the shared buffers that each touched. */
export async function readBuffers(
  portal: BenchPortal,
  asker: Asker,
  page: string,
): Promise<StatementBuffers[]> {
  const url = new URL(portal.database.ownerUrl);
  url.username = "postgres";
  const superuser = new Client({ connectionString: url.toString() });
  await superuser.connect();
  try {
    await superuser.query("create extension if not exists pg_stat_statements");
    await superuser.query("select pg_stat_statements_reset()");
    await asker.ask(page);
    const { rows } = await superuser.query<StatementBuffers>(
      `select s.query as statement, s.calls::int as calls, (s.shared_blks_hit + s.shared_blks_read)::int as buffers
       from pg_stat_statements s join pg_roles r on r.oid = s.userid join pg_database d on d.oid = s.dbid
       where r.rolname = 'prism_portal' and d.datname = current_database()
       order by 3 desc`,
    );
    return rows;
  } finally {
    await superuser.end();
  }
}
