"use server";

import { z } from "zod";
import { addressList } from "@/app/(portal)/programs/settings-input";
import { addProgramSync } from "@/db/commands/portal/add-program-sync";
import { links } from "@/lib/links";
import { MutationRefused, mutation } from "@/lib/mutation";

const pair = z
  .string("Choose what is brought where.")
  .regex(/^[0-9a-f-]{36} [0-9a-f-]{36}$/)
  .transform((text) => {
    const [programId = "", connectionId = ""] = text.split(" ");
    return { programId, connectionId };
  })
  .pipe(z.object({ programId: z.uuid(), connectionId: z.uuid() }));

/** Brings a program to a connection, with both syncs off. */
export const addProgram = mutation(
  { role: "admin", input: z.object({ pair, notifyAddresses: addressList }) },
  async ({ session, tx, input }) => {
    const { pair: chosen, notifyAddresses } = input;
    const added = await addProgramSync(tx, { orgId: session.orgId, ...chosen, notifyAddresses });
    if (!added)
      throw new MutationRefused("This program is brought there already, or one of the two is gone.");
    return {
      audit: { action: "program_added", subject: added.programSyncId, facts: { slug: added.slug } },
      to: links.program(added.slug),
      notice: {
        title: "The program is added. Nothing is written yet: both syncs are off.",
        text: "Look at the previews and map the customers, then turn the syncs on in the settings below.",
      },
    };
  },
);
