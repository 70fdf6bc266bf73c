"use server";

import { z } from "zod";
import { requestRun } from "@/db/commands/runs/request-run";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { syncKinds, syncModes } from "@/db/schema";
import { links } from "@/lib/links";
import { MutationRefused, mutation } from "@/lib/mutation";

/** Queues a sync or a preview, and shows the page on which it can be watched. */
export const startRun = mutation(
  {
    role: "operator",
    input: z.object({ programSyncId: z.uuid(), kind: z.enum(syncKinds), mode: z.enum(syncModes) }),
  },
  async ({ session, tx, input }) => {
    const { orgId, userId } = session;
    const sync = await findProgramSync(tx, { orgId, programSyncId: input.programSyncId });
    if (!sync) throw new MutationRefused("This program does not exist any more.");
    const enabled = input.kind === "customers" ? sync.customersEnabled : sync.productsEnabled;
    if (input.mode === "live" && !enabled) {
      throw new MutationRefused("This sync is switched off in the settings.", {
        text: "A preview can be run all the same: it changes nothing.",
      });
    }
    const { runId } = await requestRun(tx, {
      ...input,
      orgId,
      connectionId: sync.connectionId,
      trigger: "person",
      requestedBy: userId,
    });
    const facts = { program: sync.slug, kind: input.kind, mode: input.mode };
    return { audit: { action: "run_requested", subject: runId, facts }, to: links.run(runId) };
  },
);
