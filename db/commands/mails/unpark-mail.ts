import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { runPurposes } from "@/db/queries/portal/parked-mails";
import { mails, programSyncs, syncRuns } from "@/db/schema";
import { ringBell } from "../ring-bell";
import type { MailId } from "./claim-mail";

/** What is asked for is a mail that waits no more: somebody else was faster, or it is not of this organisation. */
export type Unparked = { kind: "due"; recipients: string[] } | { kind: "nobody" } | { kind: "moved_on" };

/**
 * Makes a mail about a run due once more, with the words that it had, to those whom the program's settings name now. It has
 * the provider's whole 24 hours again.
 */
export async function sendMailAgain(tx: Transaction, { orgId, mailId }: MailId): Promise<Unparked> {
  const recipients = await listReaders(tx, { orgId, mailId });
  if (recipients === null) return { kind: "moved_on" };
  if (recipients.length === 0) return { kind: "nobody" };
  const [due] = await tx
    .update(mails)
    .set({
      state: "due",
      recipients,
      attempts: 0,
      dueAt: sql`clock_timestamp()`,
      lastError: null,
      frozen: sql`jsonb_set(${mails.frozen}, '{at}', to_jsonb(clock_timestamp()))`,
    })
    .where(and(isParked({ orgId, mailId }), inArray(mails.purpose, [...runPurposes])))
    .returning({ id: mails.id });
  if (!due) return { kind: "moved_on" };
  await ringBell(tx, { orgId, bell: "mail", subjectId: mailId });
  return { kind: "due", recipients };
}

/** A person is done with a mail that was given up: it is shown no more. False: it is parked no more. */
export async function dropParkedMail(tx: Transaction, mail: MailId): Promise<boolean> {
  const dropped = await tx
    .update(mails)
    .set({ state: "dropped" })
    .where(isParked(mail))
    .returning({ id: mails.id });
  return dropped.length > 0;
}

function isParked({ orgId, mailId }: MailId) {
  return and(eq(mails.orgId, orgId), eq(mails.id, mailId), eq(mails.state, "parked"));
}

/** As when a run ends: everybody whom the settings name, of review mails save those who asked for none. */
async function listReaders(tx: Transaction, of: MailId): Promise<string[] | null> {
  const [found] = await tx
    .select({
      purpose: mails.purpose,
      addresses: programSyncs.notifyAddresses,
      stops: programSyncs.reviewStops,
    })
    .from(mails)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, mails.orgId), eq(syncRuns.id, mails.causeId)))
    .innerJoin(
      programSyncs,
      and(eq(programSyncs.orgId, mails.orgId), eq(programSyncs.id, syncRuns.programSyncId)),
    )
    .where(isParked(of));
  if (!found) return null;
  const { purpose, addresses, stops } = found;
  return purpose === "review"
    ? addresses.filter((address) => !stops.includes(address.toLowerCase()))
    : addresses;
}
