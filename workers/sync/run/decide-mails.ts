import { createHash } from "node:crypto";
import type { MailDecision, Outstanding, StatusRow } from "@/db/commands/runs/finish-run";
import type { RunStatus } from "@/db/schema";
import { DAY } from "@/lib/clock";
import type { ConnectionFacts, MailCause, RecoveryFacts } from "@/lib/mail-facts";

/** A cause, and the keys it concerns: together they tell whether it is the same failure as before. */
export type Cause = MailCause & { keys: string };

export type RunNews = {
  status: RunStatus;
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

const causesNamed = 5;

/**
 * The mail policy, pure: which mails a finished live run causes, given what was told before. A failure for the same
 * causes is told again at most once a day; keys that were refused are told as such, once; a failure that is over
 * is told once; held items and price changes are told when they are new.
 */
export function decideMails(
  before: StatusRow | null,
  outstanding: Outstanding,
  news: RunNews,
  now: Date,
): MailDecision {
  const kept: MailDecision = {
    mails: [],
    failingSince: before?.failingSince ?? null,
    failingCauses: before?.failingCauses ?? null,
    failureMailedAt: before?.failureMailedAt ?? null,
    reviewedCauses: before?.reviewedCauses ?? null,
  };
  if (news.status === "error") return failing(kept, news, now);
  const stillOpen = outstanding.failed + outstanding.unknown > 0;
  const recovered = kept.failingSince !== null && !stillOpen;
  const mails: MailDecision["mails"] = [];
  if (recovered && kept.failingSince) {
    const facts = { ...news.about, failingSince: kept.failingSince.toISOString() };
    mails.push({ purpose: "recovery", facts });
  }
  const review = reviewing(kept, news, outstanding);
  if (review) mails.push(review);
  return {
    ...kept,
    mails,
    ...(recovered && { failingSince: null, failingCauses: null, failureMailedAt: null }),
    reviewedCauses: signature(news.toReview),
  };
}

function failing(kept: MailDecision, news: RunNews, now: Date): MailDecision {
  const causes = news.keysRefused ?? codesOf(news.errors);
  const same = kept.failingSince !== null && kept.failingCauses === causes;
  const toldLately = kept.failureMailedAt !== null && now.getTime() - kept.failureMailedAt.getTime() < DAY;
  const failingSince = kept.failingSince ?? now;
  if (same && (toldLately || news.keysRefused)) return { ...kept, failingSince };
  const mail = news.keysRefused
    ? connectionMail(news, news.keysRefused)
    : failureMail(news, same ? failingSince : null);
  return { ...kept, mails: [mail], failingSince, failingCauses: causes, failureMailedAt: now };
}

function failureMail(news: RunNews, stillFailingSince: Date | null): MailDecision["mails"][number] {
  const facts = {
    ...news.about,
    failed: news.failed,
    causes: news.errors.slice(0, causesNamed).map(withoutKeys),
    more: Math.max(0, news.errors.length - causesNamed),
    stillFailingSince: stillFailingSince?.toISOString() ?? null,
  };
  return { purpose: "failure", facts };
}

function connectionMail(news: RunNews, code: string): MailDecision["mails"][number] {
  const facts = { ...news.connection, psaName: news.about.psaName, code, runId: news.about.runId };
  return { purpose: "connection", facts };
}

function reviewing(
  kept: MailDecision,
  news: RunNews,
  outstanding: Outstanding,
): MailDecision["mails"][number] | null {
  const causes = signature(news.toReview);
  if (news.status !== "warning" || causes === null || causes === kept.reviewedCauses) return null;
  const facts = {
    ...news.about,
    held: outstanding.held,
    causes: news.toReview.slice(0, causesNamed).map(withoutKeys),
    more: Math.max(0, news.toReview.length - causesNamed),
  };
  return { purpose: "review", facts };
}

function withoutKeys({ keys: _, ...cause }: Cause): MailCause {
  return cause;
}

/** The same codes are the same failure: one more customer with it is told in the next day's mail. */
function codesOf(causes: Cause[]): string {
  return [...new Set(causes.map((cause) => cause.code))].sort().join(" ");
}

/** Code and keys: another subscription held for the same reason is news. */
function signature(causes: Cause[]): string | null {
  if (causes.length === 0) return null;
  const text = causes.map((cause) => `${cause.code}(${cause.keys})`).sort();
  return createHash("sha256").update(text.join(";")).digest("hex");
}
