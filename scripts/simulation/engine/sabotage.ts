import type { Engine } from "@/workers/sync/run/engine";

/** One safeguard that is taken away, to see that its lack is noticed. */
export type Sabotage = {
  /** Statements that change the database once. */
  sql?: string;
  /** Changes what the workers say to the database. */
  rewrite?: (sql: string) => string;
  engine?: Partial<Pick<Engine, "psaSettlesAfterMs" | "requestLimitMs">>;
  /** The worker's own clock stands still, so that it never notices that its lease is over. */
  clockStands?: true;
  /** Each try of a mail has a key of its own. */
  newMailKeys?: true;
};

/** Who owns a run is not asked: neither its epoch nor its lease. */
const ignoreOwner = (sql: string) =>
  sql
    .replaceAll(/"sync_runs"\."epoch" = (\$\d+)/g, "$1::int is not null")
    .replaceAll(
      /"sync_runs"\."lease_until" > clock_timestamp\(\)( \+ make_interval\(secs => (\$\d+)\))?/g,
      (_, __, ms) => (ms === undefined ? "true" : `${ms}::float is not null`),
    );

export const sabotages: Record<string, Sabotage> = {
  "the fence lets everybody through": { rewrite: ignoreOwner, clockStands: true },
  "an unanswered write is given up at once": { engine: { psaSettlesAfterMs: 0 } },
  "open writes are forgotten by the next worker": {
    sql: `
      create function sim.forget() returns trigger language plpgsql security definer as $$
      begin
        update intents set state = 'dropped'
        where org_id = new.org_id and connection_id = new.connection_id and state in ('sent', 'unknown', 'planned');
        return null;
      end $$;
      create trigger forget after update of epoch on sync_runs for each row execute function sim.forget();`,
  },
  "two runs of a connection at once": { sql: "drop index sync_runs_one_active" },
  "a mail has no key": { newMailKeys: true },
};
