"use server";

import { z } from "zod";
import { complain, refuseForeignPages } from "@/app/sign-in/refuse-foreign-pages";
import { stopReviews } from "@/db/commands/mails/stop-reviews";
import { portalDatabase } from "@/db/portal";
import { readForm } from "@/lib/forms/form-input";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { leaveNotice } from "@/lib/notice";

const input = z.object({
  org: z.uuid(),
  mail: z.uuid(),
  email: z.string().max(254),
  wanted: z.enum(["stop", "resume"]),
});

/** Stops review mails to an address, or lets them go again, for whoever holds the link of such a mail. */
export async function changeReviews(form: FormData): Promise<void> {
  await refuseForeignPages();
  const read = readForm(input, form);
  if ("fieldErrors" in read) return complain("This link is not complete. Open it from the mail again.");
  const { org, mail, email, wanted } = read.input;
  const stopped = wanted === "stop";
  const done = await stopReviews(portalDatabase(), { orgId: org, mailId: mail, email, stopped });
  if (!done) return complain("The mail did not go to this address, so nothing was changed.");
  const title = stopped
    ? `${email} gets no more mails about what waits for review. Failures are still told.`
    : `${email} gets mails about what waits for review again.`;
  goTo(await leaveNotice(links.stopReviews(org, mail), { tone: "ok", title }));
}
