import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { type Database, inOrg } from "@/db/client";
import { type FrozenMail, mails } from "@/db/schema";
import type { MailId } from "./claim-mail";

/** Keeps the mail's words, unless an earlier try did; returns those that count from now on. */
export async function freezeMail(db: Database, mail: MailId, words: FrozenMail): Promise<FrozenMail> {
  const [kept] = await inOrg(db, mail.orgId, (tx) =>
    tx
      .update(mails)
      .set({ frozen: sql`coalesce(${mails.frozen}, ${JSON.stringify(words)}::jsonb)` })
      .where(isMail(mail))
      .returning({ frozen: mails.frozen }),
  );
  if (!kept?.frozen) throw new Error("The mail is gone.");
  return kept.frozen;
}

/** Notes that the provider took the mail. A sign-in token is of no more use here. */
export async function acceptMail(db: Database, mail: MailId, providerId: string): Promise<void> {
  await change(db, mail, ne(mails.state, "accepted"), {
    state: "accepted",
    acceptedAt: sql`clock_timestamp()`,
    providerId,
    lastError: null,
    sealedToken: null,
  });
}

/** Lets the mail be tried again after `waitMs`. */
export async function postponeMail(
  db: Database,
  mail: MailId,
  next: { waitMs: number; reason: string },
): Promise<void> {
  await change(db, mail, eq(mails.state, "due"), {
    dueAt: sql`clock_timestamp() + make_interval(secs => ${next.waitMs / 1000})`,
    lastError: next.reason,
  });
}

/** Gives the mail up; the portal shows it with the reason. */
export async function parkMail(db: Database, mail: MailId, reason: string): Promise<void> {
  await change(db, mail, eq(mails.state, "due"), { state: "parked", lastError: reason, sealedToken: null });
}

async function change(
  db: Database,
  mail: MailId,
  where: SQL,
  values: PgUpdateSetSource<typeof mails>,
): Promise<void> {
  await inOrg(db, mail.orgId, (tx) =>
    tx
      .update(mails)
      .set(values)
      .where(and(isMail(mail), where)),
  );
}

function isMail({ orgId, mailId }: MailId) {
  return and(eq(mails.orgId, orgId), eq(mails.id, mailId));
}
