import type { RunFacts } from "@/db/commands/runs/finish-run";
import { HOUR, MINUTE } from "@/lib/clock";
import { type Cause, decideMails, type RunNews } from "./decide-mails";

const now = new Date("2026-11-02T20:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

/** Where the program sync stood: `failing`: since when, for what, and when that was last told. */
type Before = { failing?: [since: Date, causes?: string, mailed?: Date]; reviewed?: string };
type Outcome = Partial<Omit<RunFacts, "before" | "now">>;

function facts(before: Before, outcome: Outcome): RunFacts {
  const [failingSince = null, failingCauses = null, failureMailedAt = null] = before.failing ?? [];
  const reviewedCauses = before.reviewed ?? null;
  return {
    before: {
      orgId: "org",
      programSyncId: "sync",
      kind: "customers",
      lastRunId: null,
      lastRunStatus: null,
      lastStartedAt: null,
      lastFinishedAt: null,
      counts: null,
      lastSuccessfulAt: null,
      failed: 0,
      held: 0,
      unknown: 0,
      warnings: 0,
      notMapped: 0,
      causes: [],
      notMappedCost: [],
      standing: 0,
      failingSince,
      failingCauses,
      failureMailedAt,
      reviewedCauses,
      updatedAt: now,
    },
    outstanding: { failed: 0, held: 0, unknown: 0, warnings: 0 },
    status: "success",
    now,
    ...outcome,
  };
}

function cause(code: string, mark = code, itemId: string | null = `item of ${code}`): Cause {
  return { code, facts: {}, count: 1, itemId, customerName: null, title: null, marks: [mark] };
}

const ofRun = (code: string) => cause(code, code, null);

function news(rest: Partial<RunNews> = {}): RunNews {
  return {
    complete: true,
    about: {
      programName: "Microsoft CSP Indirect",
      psaName: "ConnectWise",
      programSlug: "microsoft-csp-connectwise",
      kind: "customers",
      period: null,
      currency: "AUD",
      runId: "0f2c9f1e-5f3a-4c35-8f55-0d1f0a4b6c7d",
    },
    connection: { connectionName: "ConnectWise", connectionId: "7f9c2f1e-5f3a-4c35-8f55-0d1f0a4b6c7d" },
    failed: 1,
    errors: [],
    toReview: [],
    keysRefused: null,
    ...rest,
  };
}

type Case = [what: string, before: Before, outcome: Outcome, of: Partial<RunNews>, mails: string[]];

const error = { status: "error" as const, outstanding: { failed: 1, held: 0, unknown: 0, warnings: 0 } };
const stopped = { status: "error" as const };
const held = { status: "warning" as const, outstanding: { failed: 0, held: 1, unknown: 0, warnings: 0 } };
const ended = cause("agreement_ended");
const failing = (causes: string, mailedMs: number, sinceMs = mailedMs): Before => ({
  failing: [ago(sinceMs), causes, ago(mailedMs)],
});
const partial = { complete: false };

const cases: Case[] = [
  ["a good run", {}, {}, {}, []],
  ["no change", {}, { status: "no_change" }, {}, []],
  ["the first failure", {}, error, { errors: [ended] }, ["failure"]],
  ["the same within a day", failing("agreement_ended", 2 * HOUR), error, { errors: [ended] }, []],
  [
    "the same at tomorrow's hour, some seconds early",
    failing("agreement_ended", 24 * HOUR - 1 * MINUTE),
    error,
    { errors: [ended] },
    ["failure"],
  ],
  [
    "another cause beside it",
    failing("agreement_ended", 2 * HOUR),
    error,
    { errors: [ended, cause("psa_rejected")] },
    ["failure"],
  ],
  [
    "one of two causes is left",
    failing("agreement_ended psa_rejected", 2 * HOUR),
    error,
    { errors: [ended] },
    [],
  ],
  [
    "a retry fails for one of two causes",
    failing("agreement_ended psa_rejected", 2 * HOUR),
    error,
    { ...partial, errors: [ended] },
    [],
  ],
  [
    "the run itself was stopped",
    {},
    stopped,
    { ...partial, errors: [ofRun("psa_unavailable")] },
    ["failure"],
  ],
  [
    "keys that are refused",
    {},
    stopped,
    { ...partial, errors: [ofRun("psa_unauthorised")], keysRefused: "psa_unauthorised" },
    ["connection"],
  ],
  [
    "keys that are still refused days later",
    failing("run:psa_unauthorised", 72 * HOUR),
    stopped,
    { ...partial, errors: [ofRun("psa_unauthorised")], keysRefused: "psa_unauthorised" },
    [],
  ],
  [
    "keys refused in the middle of another failure",
    failing("agreement_ended", 2 * HOUR),
    stopped,
    { ...partial, errors: [ofRun("psa_unauthorised")], keysRefused: "psa_unauthorised" },
    ["connection"],
  ],
  ["the failure is over", failing("agreement_ended", 2 * HOUR), {}, {}, ["recovery"]],
  ["a retry ended it", failing("agreement_ended", 2 * HOUR), {}, partial, ["recovery"]],
  [
    "a retry ended one of two",
    failing("agreement_ended", 2 * HOUR),
    { outstanding: { failed: 1, held: 0, unknown: 0, warnings: 0 } },
    partial,
    [],
  ],
  ["a retry is no whole run", failing("run:psa_unavailable", 2 * HOUR), {}, partial, []],
  ["a whole run after a stopped one", failing("run:psa_unavailable", 2 * HOUR), {}, {}, ["recovery"]],
  ["something new is held", {}, held, { toReview: [cause("catch_up", "a")] }, ["review"]],
  ["the same is still held", { reviewed: "a" }, held, { toReview: [cause("catch_up", "a")] }, []],
  ["less is held than before", { reviewed: "a b" }, held, { toReview: [cause("catch_up", "b")] }, []],
  [
    "one more is held",
    { reviewed: "a" },
    held,
    { toReview: [{ ...cause("catch_up"), marks: ["a", "b"] }] },
    ["review"],
  ],
  [
    "a failure is over and something is held",
    failing("agreement_ended", 2 * HOUR),
    held,
    { toReview: [cause("catch_up", "a")] },
    ["review"],
  ],
  [
    "a failure is over, and now what was held is settled too",
    { failing: [ago(2 * HOUR)] },
    {},
    {},
    ["recovery"],
  ],
  [
    "held beside a failure is told once the failure is over",
    {},
    error,
    { errors: [ended], toReview: [cause("catch_up", "a")] },
    ["failure"],
  ],
  ["a warning that is not for review", {}, { status: "warning" }, {}, []],
];

describe("which mails a finished run causes", () => {
  test.each(cases)("%s", (_what, before, outcome, of, mails) => {
    const decided = decideMails(facts(before, outcome), news(of));
    expect(decided.mails.map((mail) => mail.purpose)).toEqual(mails);
  });
});

test("a failure is remembered from its first run on, and each mail says since when it goes on", () => {
  const first = decideMails(facts({}, error), news({ errors: [ended] }));
  expect(first).toMatchObject({
    failingSince: now,
    failingCauses: "agreement_ended",
    failureMailedAt: now,
    mails: [{ facts: { stillFailingSince: null } }],
  });
  const since = ago(30 * HOUR);
  const later = decideMails(
    facts({ failing: [since, "agreement_ended", since] }, error),
    news({ errors: [ended] }),
  );
  expect(later.failingSince).toEqual(since);
  expect(later.mails[0]?.facts).toMatchObject({ stillFailingSince: since.toISOString() });
  const over = decideMails(facts({ failing: [since, "agreement_ended", since] }, {}), news());
  expect(over.mails[0]?.facts).toMatchObject({ failingSince: since.toISOString() });
  expect(over).toMatchObject({ failingSince: null, failingCauses: null, failureMailedAt: null });
});

test("a failure mail names five causes and counts the others", () => {
  const errors = ["a", "b", "c", "d", "e", "f", "g"].map((code) => cause(code));
  const { mails } = decideMails(facts({}, error), news({ errors, failed: 12 }));
  expect(mails[0]?.facts).toMatchObject({
    failed: 12,
    more: 2,
    causes: errors.slice(0, 5).map(({ code }) => ({ code })),
  });
});

test("what was held is forgotten by a whole run that no longer names it, not by a retry", () => {
  const quiet = facts({ reviewed: "a b" }, {});
  expect(decideMails(quiet, news()).reviewedCauses).toBeNull();
  expect(decideMails(quiet, news(partial)).reviewedCauses).toBe("a b");
  const one = news({ ...partial, toReview: [cause("catch_up", "c")] });
  expect(decideMails(facts({ reviewed: "a b" }, held), one).reviewedCauses).toBe("a b c");
});

test("a failing run keeps what was told of held items", () => {
  const decided = decideMails(
    facts({ reviewed: "a" }, error),
    news({ errors: [ended], toReview: [cause("catch_up", "b")] }),
  );
  expect(decided.reviewedCauses).toBe("a");
});
