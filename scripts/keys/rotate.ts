import type { JWK } from "jose";
import { Client } from "pg";
import { resealAll } from "./reseal";

/**
 * Reseals every credential to a new key; docs/operations.md tells the order. Settings: DATABASE_URL is the database
 * owner's, CREDENTIALS_PRIVATE_KEY the new key, CREDENTIALS_FORMER_PRIVATE_KEY the one before. Exit code 1: some could not
 * be opened with either.
 */
const owner = new Client({ connectionString: setting("DATABASE_URL") });
await owner.connect();
try {
  const keys = [key("CREDENTIALS_PRIVATE_KEY"), key("CREDENTIALS_FORMER_PRIVATE_KEY")] as const;
  const all = await resealAll(owner, keys, ({ table, resealed, already, unopened }) =>
    console.log(`${table}: ${resealed} resealed, ${already} already, ${unopened} that neither key opens`),
  );
  const unopened = all.reduce((sum, one) => sum + one.unopened, 0);
  console.log(
    unopened === 0
      ? "Everything is sealed to the new key: CREDENTIALS_FORMER_PRIVATE_KEY may be taken away."
      : "What neither key opens has to be entered again in the portal.",
  );
  process.exitCode = unopened === 0 ? 0 : 1;
} finally {
  await owner.end();
}

function setting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set (docs/operations.md).`);
  process.exit(1);
}

function key(name: string): JWK {
  return JSON.parse(setting(name));
}
