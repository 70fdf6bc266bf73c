import { randomUUID } from "node:crypto";
import type { Transaction } from "@/db/client";
import { mails } from "@/db/schema";
import type { MailFacts } from "@/lib/mail-facts";
import { ringBell } from "../ring-bell";

export type NewMail<P extends keyof MailFacts> = {
  orgId: string;
  purpose: P;
  /** The run or other cause: one mail per cause and purpose, whoever asks again. */
  causeId: string;
  recipients: string[];
  facts: MailFacts[P];
  /** Only for sign-in and invitations; sealed for this organisation and `id`. */
  sealedToken?: string;
  id?: string;
};

/** Makes a mail due in the transaction of what it tells about. False: there is one for this cause already. */
export async function queueMail<P extends keyof MailFacts>(
  tx: Transaction,
  mail: NewMail<P>,
): Promise<boolean> {
  const id = mail.id ?? randomUUID();
  const added = await tx
    .insert(mails)
    .values({ ...mail, id })
    .onConflictDoNothing({ target: [mails.orgId, mails.causeId, mails.purpose] })
    .returning({ id: mails.id });
  if (added.length === 0) return false;
  await ringBell(tx, { orgId: mail.orgId, bell: "mail", subjectId: id });
  return true;
}
