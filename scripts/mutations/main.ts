import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client, escapeIdentifier } from "pg";
import { prepareShutdown, type Shutdown } from "../machine/shutdown";
import { describeFailure } from "../machine/steps";
import { startPostgres } from "../services/postgres";
import { type Mutation, mutations } from "./mutations";
import { copySources, type SourceCopy } from "./source-copy";
import { type Trial, tryTests } from "./try-tests";

// Takes the safeguards away one at a time, in a copy, and asks the tests whether they notice. Words on the command
// line choose those in whose names one of them stands.

const shutdown = prepareShutdown();
try {
  const chosen = chooseMutations(process.argv.slice(2));
  process.exitCode = (await runMutations(chosen, shutdown)) ? 0 : 1;
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
} finally {
  await shutdown.run();
}

function chooseMutations(words: readonly string[]): Mutation[] {
  const chosen = mutations.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (chosen.length === 0) throw new Error("No safeguard has such a name.");
  return chosen;
}

async function runMutations(chosen: readonly Mutation[], shutdown: Shutdown): Promise<boolean> {
  const copy = copySources();
  shutdown.add(async () => copy.remove());
  const databaseUrl = await startDatabase(shutdown);
  await requirePassing(copy, chosen, databaseUrl);
  const rows: string[][] = [];
  let isGood = true;
  for (const mutation of chosen) {
    const trial = await tryMutation(copy, mutation, databaseUrl);
    const noticed = trial.failed > 0 && !trial.unread;
    if (!noticed) isGood = false;
    const verdict = noticed ? "noticed" : trial.unread ? "NOT LOADED" : "NOT NOTICED";
    rows.push([
      verdict,
      mutation.name,
      `${trial.failed} of ${trial.passed + trial.failed}`,
      mutation.tests.path,
    ]);
    console.log(`${verdict}  ${mutation.name}  (${trial.seconds.toFixed(0)} s)`);
  }
  printTable([["", "safeguard that was taken away", "failed", "tests"], ...rows]);
  return isGood;
}

async function tryMutation(copy: SourceCopy, mutation: Mutation, databaseUrl: string): Promise<Trial> {
  const putBack = copy.mutate(mutation);
  const isSchema = mutation.file.endsWith(".sql");
  try {
    if (isSchema) await dropTemplates(databaseUrl);
    return await tryTests(copy.root, mutation.tests, databaseUrl);
  } finally {
    putBack();
    if (isSchema) await dropTemplates(databaseUrl);
  }
}

/** A test that fails anyway notices nothing. */
async function requirePassing(
  copy: SourceCopy,
  chosen: readonly Mutation[],
  databaseUrl: string,
): Promise<void> {
  const known = new Map(chosen.map(({ tests }) => [`${tests.kind} ${tests.path}`, tests]));
  for (const [name, tests] of known) {
    const { passed, failed, seconds } = await tryTests(copy.root, tests, databaseUrl);
    console.log(
      `with all safeguards: ${passed} passed, ${failed} failed  ${name}  (${seconds.toFixed(0)} s)`,
    );
    if (failed > 0 || passed === 0) throw new Error(`${name} does not pass by itself.`);
  }
}

async function startDatabase(shutdown: Shutdown): Promise<string> {
  const dir = mkdtempSync(path.join(tmpdir(), "prism-connect-mutations-db-"));
  shutdown.add(async () => rmSync(dir, { recursive: true, force: true }));
  const dataDir = path.join(dir, "data");
  const postgres = await startPostgres({ dataDir, logFile: path.join(dir, "log"), durable: false });
  shutdown.add(postgres.stop);
  return postgres.url;
}

/** Test databases are copies of a template, which does not see that a migration was changed. */
async function dropTemplates(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like 'template\\_%'",
    );
    for (const { datname } of found.rows) {
      await client.query(`drop database ${escapeIdentifier(datname)} with (force)`);
    }
  } finally {
    await client.end();
  }
}

function printTable(rows: readonly string[][]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}
