import type { Kind } from "../test/selection";

/** One safeguard taken away, and the tests that must notice. */
export type Mutation = {
  /** The safeguard. */
  name: string;
  file: string;
  /** The exact text, which stands there once, and what stands there without the safeguard. */
  text: string;
  without: string;
  tests: { kind: Kind; path: string };
};

const lapse = { kind: "db", path: "db/commands/runs/lapse-left-runs.db" } as const;
const takeover = { kind: "db", path: "workers/sync/run/takeover.db" } as const;
const safeguards = { kind: "db", path: "db/commands/runs/safeguards.db" } as const;
const lostAnswers = { kind: "db", path: "workers/sync/writes/lost-answers.db" } as const;
const sendMail = { kind: "db", path: "workers/jobs/send-mail.db" } as const;

export const mutations: readonly Mutation[] = [
  {
    name: "the fence: who owns the run",
    file: "db/commands/runs/record-intents.ts",
    text: "                  owned(ownership),\n",
    without: "                  eq(syncRuns.id, ownership.runId),\n",
    tests: safeguards,
  },
  {
    name: "the fence: what is left of the lease",
    file: "db/commands/runs/record-intents.ts",
    text: "requestLimitMs / 1000",
    without: "0 * requestLimitMs",
    tests: safeguards,
  },
  {
    name: "the fence: a write passes once",
    file: "db/commands/runs/record-intents.ts",
    text: 'inArray(intents.state, ["planned", "unknown"])',
    without: 'inArray(intents.state, ["planned", "sent", "unknown"])',
    tests: safeguards,
  },
  {
    name: "the fence: the run's row while it passes",
    file: "db/commands/runs/record-intents.ts",
    text: '              .for("key share"),\n',
    without: ",\n",
    tests: lapse,
  },
  {
    name: "a worker that shows its presence is left alone",
    file: "db/migrations/0012_presence.sql",
    text: "IF pg_try_advisory_xact_lock(7075, run.presence) THEN",
    without: "IF true THEN",
    tests: lapse,
  },
  {
    name: "a worker that renews its lease is left alone",
    file: "db/migrations/0012_presence.sql",
    text: "(lease_ms - silent_ms)",
    without: "(lease_ms + silent_ms)",
    tests: lapse,
  },
  {
    name: "nobody counts as dead because the server restarted",
    file: "db/migrations/0012_presence.sql",
    text: "AND r.lease_until > judge_since + make_interval(secs => lease_ms / 1000.0)",
    without: "AND judge_since IS NOT NULL",
    tests: lapse,
  },
  {
    name: "what a worker that counts as dead may still send has left before anything is read back",
    file: "workers/sync/writes/settle-open-intents.ts",
    text: "if (waitMs <= 0) return false;",
    without: "if (waitMs <= run.engine.requestLimitMs) return false;",
    tests: takeover,
  },
  {
    name: "nothing is sent after the fence's time",
    file: "workers/sync/writes/write-item.ts",
    text: "if (timeoutMs <= 0) throw new RunNotOurs();",
    without: "",
    tests: takeover,
  },
  {
    name: "no request begins after its time",
    file: "workers/connectors/http/begin-in-time.ts",
    text: "if (this.isLate()) controller",
    without: "if (!this.isLate) controller",
    tests: { kind: "unit", path: "workers/connectors/http.test" },
  },
  {
    name: "the intent before the write",
    file: "db/commands/runs/record-intents.ts",
    text: "page.intents.map((row) => ({ ...of, ...row, epoch: ownership.epoch })),",
    without: "[],",
    tests: safeguards,
  },
  {
    name: "intents only by the run's owner",
    file: "db/commands/runs/record-items.ts",
    text: "  if (!run) throw new RunNotOurs();\n  return run;",
    without: "  return run ?? { itemMonth: '2026-11-01' };",
    tests: safeguards,
  },
  {
    name: "the unique index on open intents",
    file: "db/migrations/0000_tables.sql",
    text: 'CREATE UNIQUE INDEX "intents_one_open"',
    without: 'CREATE INDEX "intents_one_open"',
    tests: safeguards,
  },
  {
    name: "the unique index on one active run of a connection",
    file: "db/migrations/0000_tables.sql",
    text: 'CREATE UNIQUE INDEX "sync_runs_one_active"',
    without: 'CREATE INDEX "sync_runs_one_active"',
    tests: safeguards,
  },
  {
    name: "the epoch at a run's end",
    file: "db/commands/runs/finish-run.ts",
    text: "    await lockOwnedRun(tx, ownership);\n    const now",
    without: "    const now",
    tests: safeguards,
  },
  {
    name: "open intents are settled before anything new",
    file: "workers/sync/run/execute-run.ts",
    text: "live ? await settleOpenIntents(run) : new Map()",
    without: "live && run.lease.signal.aborted ? await settleOpenIntents(run) : new Map()",
    tests: takeover,
  },
  {
    name: "a write that may still be on its way is waited for",
    file: "workers/sync/writes/settle-open-intents.ts",
    text: 'if (row.ageMs < run.engine.psaSettlesAfterMs) return "unknown";',
    without: "",
    tests: takeover,
  },
  {
    name: "unknown writes are read back",
    file: "workers/sync/writes/write-item.ts",
    text: 'return clear ? settle(run, row, "rejected", error) : readBack(run, row, body, error);',
    without: 'return clear || row ? settle(run, row, "rejected", error) : readBack(run, row, body, error);',
    tests: lostAnswers,
  },
  {
    name: "an answer of 200 is looked at",
    file: "workers/sync/writes/perform-intent.ts",
    text: 'if (!holdsChange(line, intent.desired)) return { answer: "not_taken", written: { line } };',
    without: "",
    tests: lostAnswers,
  },
  {
    name: "an adjustment of units is read back",
    file: "workers/sync/writes/write-item.ts",
    text: 'if (back.found === "desired") return confirm(run, row, back.written, { onlyOpen: error !== null });',
    without: "",
    tests: { kind: "db", path: "workers/sync/writes/units-lost.db" },
  },
  {
    name: "a list of ConnectWise is complete",
    file: "workers/connectors/connectwise/client/pages.ts",
    text: "if (expected === read) return;",
    without: "if (expected >= 0) return;",
    tests: { kind: "unit", path: "workers/connectors/connectwise/client/pages" },
  },
  {
    name: "a list of Autotask is complete",
    file: "workers/connectors/autotask/client/pages.ts",
    text: "if (queryCount === read) return;",
    without: "if (queryCount >= 0) return;",
    tests: { kind: "unit", path: "workers/connectors/autotask/client/pages" },
  },
  {
    name: "the mail's idempotency key",
    file: "emails/send.ts",
    text: "{ idempotencyKey, signal }",
    without: "{ signal, ...(idempotencyKey === '' && { idempotencyKey }) }",
    tests: sendMail,
  },
  {
    name: "only a due mail is taken",
    file: "db/commands/mails/claim-mail.ts",
    text: '          eq(mails.state, "due"),\n          lte(mails.dueAt, sql`clock_timestamp()`),\n',
    without: "",
    tests: sendMail,
  },
  {
    name: "a mail per run and purpose",
    file: "db/migrations/0000_tables.sql",
    text: 'CREATE UNIQUE INDEX "mails_once"',
    without: 'CREATE INDEX "mails_once"',
    tests: sendMail,
  },
  {
    name: "a day's slot is taken once",
    file: "db/commands/runs/take-schedule-slot.ts",
    text: "if (taken.length === 0) continue;",
    without: "",
    tests: { kind: "db", path: "db/commands/runs/schedules.db" },
  },
  {
    name: "row-level security holds for its tables' owner too",
    file: "db/migrations/0001_security.sql",
    text: "ALTER TABLE public.%I FORCE ROW LEVEL SECURITY",
    without: "ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY",
    tests: { kind: "db", path: "db/row-level-security.db" },
  },
];
