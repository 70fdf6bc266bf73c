import { Client, escapeIdentifier } from "pg";
import type { Stage } from "./stage";

/** Keeps the stage's database as it is now. Answers what puts it back, as an operator would; no worker may be up then. */
export async function backUp(stage: Stage): Promise<() => Promise<void>> {
  const name = new URL(stage.database.ownerUrl).pathname.slice(1);
  const [database, backup] = [escapeIdentifier(name), escapeIdentifier(`${name}_backup`)];
  const server = new URL(stage.database.ownerUrl);
  server.pathname = "/prism_connect";
  await run(server.toString(), [
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    `create database ${backup} template ${database}`,
  ]);
  return () =>
    run(server.toString(), [
      `drop database ${database} with (force)`,
      `alter database ${backup} rename to ${database}`,
    ]);
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
