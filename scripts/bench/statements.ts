import { Client } from "pg";
import { say } from "./output";

/** PostgreSQL counts what each statement touches and takes, as EXPLAIN (ANALYZE, BUFFERS) would tell of it. */
export const countingSettings = {
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track_planning": "off",
};

export type Statement = { statement: string; calls: number; buffers: number; ms: number };

/** Does `work`, and tells which statements one of our roles sent meanwhile, the most expensive first. */
export async function readStatements(
  databaseUrl: string,
  role: "prism_portal" | "prism_worker",
  work: () => Promise<void>,
): Promise<Statement[]> {
  const url = new URL(databaseUrl);
  url.username = "postgres";
  const superuser = new Client({ connectionString: url.toString() });
  await superuser.connect();
  try {
    await superuser.query("create extension if not exists pg_stat_statements");
    await superuser.query("select pg_stat_statements_reset()");
    await work();
    const { rows } = await superuser.query<Statement>(
      `select s.query as statement, s.calls::int as calls, (s.shared_blks_hit + s.shared_blks_read)::float8 as buffers, s.total_exec_time as ms
       from pg_stat_statements s join pg_roles r on r.oid = s.userid join pg_database d on d.oid = s.dbid
       where r.rolname = $1 and d.datname = current_database()
       order by 3 desc`,
      [role],
    );
    return rows;
  } finally {
    await superuser.end();
  }
}

/** A line for each statement that touched a buffer, for whoever wants to know where they went. */
export function tellStatements(statements: Statement[], most = statements.length): void {
  for (const { statement, buffers, calls, ms } of statements
    .filter((one) => one.buffers > 0)
    .slice(0, most)) {
    const from = /\b(?:from|into|update)\s+"?(\w+)"?/.exec(statement)?.[1] ?? "";
    const took = `${String(buffers).padStart(9)}  ${ms.toFixed(0).padStart(7)} ms`;
    say(`${took}  ${calls} × ${from.padEnd(16)} ${statement.replaceAll(/\s+/g, " ").slice(0, 70)}`);
  }
}
