import { Redis } from "ioredis";
import { type Client, escapeIdentifier } from "pg";

export type Place = { where: string; text: string };

/** Every row of every table of every schema of ours, as text. */
export async function readDatabase(owner: Client): Promise<Place[]> {
  const { rows } = await owner.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const places: Place[] = [];
  for (const { schema, name } of rows) {
    const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
    const found = await owner.query<{ text: string | null }>(
      `select string_agg(t::text, E'\\n') as text from ${table} t`,
    );
    places.push({ where: `${schema}.${name}`, text: found.rows[0]?.text ?? "" });
  }
  return places;
}

/** Every key of a Redis database with what it holds. */
export async function readRedis(url: string): Promise<Place[]> {
  const redis = new Redis(url);
  try {
    const places: Place[] = [];
    for (const key of await redis.keys("*")) {
      // The serialised form of any type; texts stand in it as they are.
      const dumped = await redis.dumpBuffer(key);
      const shown = await shownValue(redis, key);
      places.push({ where: `redis ${key}`, text: `${key} ${dumped?.toString("latin1") ?? ""} ${shown}` });
    }
    return places;
  } finally {
    await redis.quit();
  }
}

/** Long texts are packed in the serialised form, and stand here as they are. */
async function shownValue(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case "hash":
      return JSON.stringify(await redis.hgetall(key));
    case "string":
      return (await redis.get(key)) ?? "";
    case "list":
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case "zset":
      return JSON.stringify(await redis.zrange(key, "0", "-1"));
    case "set":
      return JSON.stringify(await redis.smembers(key));
    case "stream":
      return JSON.stringify(await redis.xrange(key, "-", "+"));
    default:
      return "";
  }
}

/** Where any of the secrets stands: as it is, in base64, escaped for an address or backwards as a log may cut it. */
export function placesOf(secrets: Record<string, string>, places: readonly Place[]): string[] {
  return Object.entries(secrets).flatMap(([name, value]) => {
    const forms = [
      value,
      // The middle of it as base64 writes it, wherever in a longer text it begins.
      ...[0, 1, 2].map((shift) =>
        Buffer.from(" ".repeat(shift) + value)
          .toString("base64")
          .slice(4, -4),
      ),
      Buffer.from(value).toString("hex"),
    ];
    return places
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map(({ where }) => `${name} in ${where}`);
  });
}
