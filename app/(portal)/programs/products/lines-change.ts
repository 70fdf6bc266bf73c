import { z } from "zod";
import { syncLinesOfProduct } from "@/db/commands/portal/sync-lines-of-product";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

const linesInput = z.object({ programSyncId: z.uuid(), productId: z.uuid() });

export const linesRule = { role: "operator", input: linesInput } as const;

/** Queues a sync of just the lines that waited for a product's link. Pressed twice, it is queued once. */
export const syncLines: Changing<typeof linesInput> = async ({ session, tx, input }) => {
  const { orgId, userId } = session;
  const sync = await findProgramSync(tx, { orgId, programSyncId: input.programSyncId });
  if (!sync) throw new MutationRefused("This program does not exist any more.");
  if (!sync.customersEnabled) {
    throw new MutationRefused("The customers sync is switched off in the settings, so nothing was started.");
  }
  const { connectionId, slug } = sync;
  const queued = await syncLinesOfProduct(tx, { orgId, connectionId, requestedBy: userId, ...input });
  if (!queued) throw new MutationRefused("No line waits for this product any more.", { stale: true });
  const { runId, count } = queued;
  const facts = { program: slug, kind: "customers", lines: String(count) };
  return { audit: { action: "run_requested", subject: runId, facts }, to: links.run(runId) };
};
