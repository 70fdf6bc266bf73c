import { and, eq, lte, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { mails, organisations } from "@/db/schema";

export type MailId = { orgId: string; mailId: string };
export type ClaimedMail = NonNullable<Awaited<ReturnType<typeof claimMail>>>;

/**
 * Takes a due mail for one try and puts its next try off by `holdMs`, so that it comes back by itself when this try
 * never ends. Null: not due, accepted or parked already, or not of this organisation.
 */
export async function claimMail(db: Database, { orgId, mailId }: MailId, holdMs: number) {
  return inOrg(db, orgId, async (tx) => {
    const [mail] = await tx
      .update(mails)
      .set({
        attempts: sql`${mails.attempts} + 1`,
        dueAt: sql`clock_timestamp() + make_interval(secs => ${holdMs / 1000})`,
      })
      .where(
        and(
          eq(mails.orgId, orgId),
          eq(mails.id, mailId),
          eq(mails.state, "due"),
          lte(mails.dueAt, sql`clock_timestamp()`),
        ),
      )
      .returning({
        purpose: mails.purpose,
        causeId: mails.causeId,
        recipients: mails.recipients,
        facts: mails.facts,
        sealedToken: mails.sealedToken,
        frozen: mails.frozen,
        attempts: mails.attempts,
        createdAt: mails.createdAt,
        now: sql`clock_timestamp()`.mapWith(mails.createdAt),
      });
    if (!mail) return null;
    const [organisation] = await tx
      .select({ name: organisations.name, timeZone: organisations.timeZone })
      .from(organisations)
      .where(eq(organisations.id, orgId));
    return organisation ? { ...mail, organisation } : null;
  });
}
