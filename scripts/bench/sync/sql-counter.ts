import type { Pool, PoolClient } from "pg";

/** Statements by what they are for; begin, commit and the naming of the organisation count with their transaction. */
export type SqlCounts = { ofWrites: number; others: number };

/** What is stored for an item that was written: a transaction that stores any of it belongs to the written items. */
const storesWritten =
  /^\s*(with \w+ as \()?(insert into|update|delete from)\s+(public\.)?"?(intents|agreement_lines|sync_items|issues|positions)"?\b/i;

/** Counts every statement that the pool's connections send. Call it before the first query. */
export function countSql(pool: Pool): SqlCounts {
  const counts: SqlCounts = { ofWrites: 0, others: 0 };
  pool.on("connect", (client) => watch(client, counts));
  return counts;
}

function watch(client: PoolClient, counts: SqlCounts): void {
  const send: (...args: unknown[]) => unknown = client.query.bind(client);
  let open: { statements: number; stores: boolean } | null = null;
  const count = (text: string) => {
    const isBegin = /^\s*begin/i.test(text);
    if (isBegin) open = { statements: 0, stores: false };
    const transaction = open ?? { statements: 0, stores: false };
    transaction.statements += 1;
    transaction.stores ||= storesWritten.test(text);
    if (open && !/^\s*(commit|rollback)\b/i.test(text)) return;
    counts[transaction.stores ? "ofWrites" : "others"] += transaction.statements;
    open = null;
  };
  Object.assign(client, {
    query: (...args: unknown[]) => {
      count(textOf(args[0]));
      return send(...args);
    },
  });
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  const text: unknown = typeof query === "object" && query !== null ? Reflect.get(query, "text") : undefined;
  return typeof text === "string" ? text : "";
}
