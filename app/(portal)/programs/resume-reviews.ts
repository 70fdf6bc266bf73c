import { z } from "zod";
import { markStop } from "@/db/commands/mails/stop-reviews";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";

const input = z.object({ programSyncId: z.uuid(), email: z.string().max(254) });

export const resumeRule = { role: "operator", input } as const;

/** Lets review mails of a program go again to an address that has stopped them. */
export const resumeReviews: Changing<typeof input> = async ({
  session,
  tx,
  input: { programSyncId, email },
}) => {
  const done = await markStop(tx, { orgId: session.orgId, programSyncId, email, stopped: false });
  if (!done) throw new MutationRefused("Mails about what waits go to this address already.");
  return {
    audit: { action: "review_mails_resumed", subject: programSyncId, facts: { email } },
    notice: { title: `${email} gets mails about what waits for review again.` },
  };
};
