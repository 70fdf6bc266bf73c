import fc from "fast-check";
import { MINUTE, SECOND } from "@/lib/clock";

/** What goes wrong in one step of a worker. Times are milliseconds of the simulated clock. */
export type Fault =
  /** SIGKILL, or SIGSTOP and later CONT, just before the step. */
  | { on: "any"; kind: "end_before" }
  | { on: "any"; kind: "pause_before"; ms: number }
  /** The transaction is not begun. */
  | { on: "sql"; kind: "refused" }
  /** It is committed, and its answer is lost, finds nobody, or comes late. */
  | { on: "commit"; of: CommitOf; kind: "commit_lost" | "end_after" }
  | { on: "commit"; of: CommitOf; kind: "pause_after"; ms: number }
  /** Without effect: `unsent`, `unavailable`, `rejected`, `unauthorised`. With it: `lost`, `reset`, `end_after`; `late` later. */
  | {
      on: "psa_write";
      kind: "unsent" | "unavailable" | "rejected" | "unauthorised" | "lost" | "reset" | "end_after";
    }
  | { on: "psa_write"; kind: "late" | "rate_limited"; ms: number }
  | { on: "psa_read"; kind: "timeout" | "unavailable" | "unreadable" | "unauthorised" }
  /** `stale`: what was there so long ago. */
  | { on: "psa_read"; kind: "stale" | "rate_limited"; ms: number }
  | { on: "source"; kind: "unavailable" | "unreadable" | "unauthorised" | "timeout" }
  /** `lost`: accepted, and nobody is told. */
  | { on: "mail"; kind: "unavailable" | "lost" | "end_after" };

/** What the transaction changes, among other things; "": whatever. The fence is an "update intents". */
export type CommitOf = "" | "insert into intents" | "update intents" | "insert into sync_items";

const commits = fc.constantFrom<CommitOf>(
  "",
  "update intents",
  "update intents",
  "insert into intents",
  "insert into sync_items",
);

const pauses = fc.constantFrom(6 * SECOND, 14 * SECOND, 20 * SECOND, 90 * SECOND, 400 * SECOND);
const waits = fc.constantFrom(1 * SECOND, 20 * SECOND, 3 * MINUTE);

/** The PSA shows a write at the latest when it is given up for certain; Autotask's times are five times these. */
const lateness = fc.constantFrom(1 * SECOND, 9 * SECOND, 22 * SECOND, 50 * SECOND);
const staleness = fc.constantFrom(1 * SECOND, 10 * SECOND, 22 * SECOND);

const plain = <On extends Fault["on"], Kind extends string>(on: On, ...kinds: Kind[]) =>
  fc.constantFrom(...kinds).map((kind) => ({ on, kind }));

export const faults: fc.Arbitrary<Fault> = fc.oneof(
  plain("any", "end_before" as const),
  pauses.map((ms): Fault => ({ on: "any", kind: "pause_before", ms })),
  plain("sql", "refused" as const),
  fc
    .tuple(commits, fc.constantFrom("commit_lost" as const, "end_after" as const))
    .map(([of, kind]): Fault => ({ on: "commit", of, kind })),
  fc.tuple(commits, pauses).map(([of, ms]): Fault => ({ on: "commit", of, kind: "pause_after", ms })),
  {
    weight: 3,
    arbitrary: plain(
      "psa_write",
      "unsent" as const,
      "unavailable" as const,
      "rejected" as const,
      "unauthorised" as const,
      "lost" as const,
      "lost" as const,
      "reset" as const,
      "end_after" as const,
    ),
  },
  lateness.map((ms): Fault => ({ on: "psa_write", kind: "late", ms })),
  waits.map((ms): Fault => ({ on: "psa_write", kind: "rate_limited", ms })),
  plain(
    "psa_read",
    "timeout" as const,
    "unavailable" as const,
    "unreadable" as const,
    "unauthorised" as const,
  ),
  staleness.map((ms): Fault => ({ on: "psa_read", kind: "stale", ms })),
  waits.map((ms): Fault => ({ on: "psa_read", kind: "rate_limited", ms })),
  plain("source", "unavailable" as const, "unreadable" as const, "unauthorised" as const, "timeout" as const),
  plain("mail", "unavailable" as const, "lost" as const, "end_after" as const),
);
