"use server";

import { z } from "zod";
import { removeNote as remove, writeNote as write } from "@/db/commands/portal/write-note";
import { MutationRefused, mutation } from "@/lib/mutation";
import { requestPath } from "@/lib/request-path";

const text = z.string().trim().min(3, "Write a few words.").max(2_000, "At most 2,000 characters.");

export const writeNote = mutation(
  {
    role: "operator",
    input: z.object({ programSyncId: z.uuid(), subscriptionId: z.string().min(1).max(200), text }),
  },
  async ({ session, tx, input }) => {
    const { orgId, userId: writtenBy } = session;
    const written = await write(tx, { orgId, ...input, writtenBy });
    if (!written) throw new MutationRefused("There is no such subscription.");
    return {
      audit: { action: "note_written", subject: input.subscriptionId, facts: { text: input.text } },
      to: `${await requestPath()}#notes`,
      notice: { title: "The note is kept." },
    };
  },
);

export const removeNote = mutation(
  { role: "operator", input: z.object({ noteId: z.uuid() }) },
  async ({ session, tx, input }) => {
    const gone = await remove(tx, { orgId: session.orgId, ...input });
    if (!gone) throw new MutationRefused("Somebody has removed this note meanwhile.");
    return {
      audit: { action: "note_removed", subject: gone.subject, facts: { text: gone.text } },
      to: `${await requestPath()}#notes`,
      notice: { title: "The note is removed." },
    };
  },
);
