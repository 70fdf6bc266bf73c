import type { MailDecision, RunFacts } from "@/db/commands/runs/finish-run";
import { DAY, HOUR } from "@/lib/clock";
import type { ConnectionFacts, MailCause, RecoveryFacts } from "@/lib/mail-facts";

/** A cause; `marks` tell each of its issues from any other, by code, subject and facts. */
export type Cause = MailCause & { marks: string[] };

export type RunNews = {
  /** The run looked at everything and came to its end: what it does not name is over. */
  complete: boolean;
  /** What both kinds of mail say of the run. */
  about: Omit<RecoveryFacts, "failingSince">;
  connection: Pick<ConnectionFacts, "connectionName" | "connectionId">;
  failed: number;
  errors: Cause[];
  /** Held items and price changes. */
  toReview: Cause[];
  /** Issue code when the PSA or PRISM refused our keys. */
  keysRefused: string | null;
};

type Mail = MailDecision["mails"][number];

const causesNamed = 5;

/** A failure is told again once a day; a run of the same hour must not come a few seconds too early for it. */
const toldAgainAfter = 1 * DAY - 1 * HOUR;

/** Marks a failure of the run itself, which only a whole run can end. */
const ofRun = "run:";

/**
 * The mail policy, pure: which mails a finished live run causes, given what was told before. A failure without a new
 * cause is told again at most once a day; keys that were refused are told as such, once; a failure that is over is
 * told once; held items and price changes are told when one of them is new.
 */
export function decideMails({ before, outstanding, status, now }: RunFacts, news: RunNews): MailDecision {
  const kept: MailDecision = {
    mails: [],
    failingSince: before.failingSince,
    failingCauses: before.failingCauses,
    failureMailedAt: before.failureMailedAt,
    reviewedCauses: before.reviewedCauses,
  };
  if (status === "error") return failing(kept, news, now);
  const decided = recovering(kept, news, outstanding);
  return reviewing(decided, news, status === "warning" ? outstanding.held : null);
}

function failing(kept: MailDecision, news: RunNews, now: Date): MailDecision {
  const told = new Set(words(kept.failingCauses));
  const codes = news.keysRefused ? [ofRun + news.keysRefused] : codesOf(news.errors);
  const known = kept.failingSince !== null && codes.every((code) => told.has(code));
  const failingSince = kept.failingSince ?? now;
  const failingCauses = [...new Set(news.complete ? codes : [...told, ...codes])].sort().join(" ");
  const next = { ...kept, failingSince, failingCauses };
  const toldLately =
    kept.failureMailedAt !== null && now.getTime() - kept.failureMailedAt.getTime() < toldAgainAfter;
  if (known && (toldLately || news.keysRefused)) return next;
  const mail = news.keysRefused
    ? connectionMail(news, news.keysRefused)
    : failureMail(news, known ? failingSince : null);
  return { ...next, mails: [mail], failureMailedAt: now };
}

/**
 * A retry ends a failure of items once nothing is left of it; a failure of the run itself only another whole run.
 * Where only held items or warnings are left, the failure is over but nothing is in order yet: its end is told when it
 * is, and the next failure is a new one.
 */
function recovering(kept: MailDecision, news: RunNews, left: RunFacts["outstanding"]): MailDecision {
  const ofWholeRun = words(kept.failingCauses).some((cause) => cause.startsWith(ofRun));
  const stillFailing = left.failed + left.unknown > 0 || (ofWholeRun && !news.complete);
  if (kept.failingSince === null || stillFailing) return kept;
  const over = { ...kept, failingCauses: null, failureMailedAt: null };
  if (left.held + left.warnings > 0) return over;
  const facts = { ...news.about, failingSince: kept.failingSince.toISOString() };
  return { ...over, mails: [{ purpose: "recovery", facts }], failingSince: null };
}

/** `held`: how much is held where the run ended in Warning, else null. */
function reviewing(kept: MailDecision, news: RunNews, held: number | null): MailDecision {
  const told = words(kept.reviewedCauses);
  const marks = news.toReview.flatMap((cause) => cause.marks);
  const isNew = marks.some((mark) => !told.includes(mark));
  const remembered = news.complete ? marks : [...told, ...marks];
  const reviewedCauses = [...new Set(remembered)].sort().join(" ") || null;
  if (held === null || !isNew) return { ...kept, reviewedCauses };
  const facts = { ...news.about, held, ...firstOf(news.toReview) };
  return { ...kept, mails: [...kept.mails, { purpose: "review", facts }], reviewedCauses };
}

function failureMail(news: RunNews, stillFailingSince: Date | null): Mail {
  const facts = {
    ...news.about,
    failed: news.failed,
    ...firstOf(news.errors),
    stillFailingSince: stillFailingSince?.toISOString() ?? null,
  };
  return { purpose: "failure", facts };
}

function connectionMail(news: RunNews, code: string): Mail {
  const facts = { ...news.connection, psaName: news.about.psaName, code, runId: news.about.runId };
  return { purpose: "connection", facts };
}

function firstOf(causes: Cause[]): { causes: MailCause[]; more: number } {
  return {
    causes: causes.slice(0, causesNamed).map(({ marks: _, ...cause }) => cause),
    more: Math.max(0, causes.length - causesNamed),
  };
}

/** The same codes are the same failure: one more customer with it is told in the next day's mail. */
function codesOf(causes: Cause[]): string[] {
  const codes = causes.map((cause) => (cause.itemId === null ? ofRun : "") + cause.code);
  return [...new Set(codes)].sort();
}

function words(text: string | null): string[] {
  return text ? text.split(" ") : [];
}
