import { z } from "zod";
import { dropParkedMail, sendMailAgain } from "@/db/commands/mails/unpark-mail";
import { countOf } from "@/lib/format/number";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";

/** What people do about mails that were given up. */

const input = z.object({ mailId: z.uuid() });

export const mailRule = { role: "operator", input } as const;

const movedOn = () =>
  new MutationRefused("This mail waits no more.", {
    text: "Somebody else has dealt with it meanwhile.",
    stale: true,
  });

export const sendAgain: Changing<typeof input> = async ({ session, tx, input: { mailId } }) => {
  const result = await sendMailAgain(tx, { orgId: session.orgId, mailId });
  if (result.kind === "moved_on") throw movedOn();
  if (result.kind === "nobody") {
    throw new MutationRefused("Nobody is to be told, so nothing was sent.", {
      text: "Enter an address in the program’s settings first.",
    });
  }
  const { recipients } = result;
  return {
    audit: { action: "mail_sent_again", subject: mailId, facts: { recipients: recipients.join(", ") } },
    notice: {
      title: `The mail is on its way to ${countOf(recipients.length, "address", "addresses")}.`,
      text: "If it is given up again, it comes back to this page.",
    },
  };
};

export const dropMail: Changing<typeof input> = async ({ session, tx, input: { mailId } }) => {
  if (!(await dropParkedMail(tx, { orgId: session.orgId, mailId }))) throw movedOn();
  return {
    audit: { action: "mail_dropped", subject: mailId },
    notice: { title: "The mail is off the list. It was not sent." },
  };
};
