import { z } from "zod";
import type { Transaction } from "@/db/client";
import { syncCustomers } from "@/db/commands/portal/sync-customers";
import { listCustomersToSync } from "@/db/queries/portal/customers-to-sync";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { countOf } from "@/lib/format/number";
import { type Change, type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import type { Session } from "@/lib/session";

const ofSync = z.object({ programSyncId: z.uuid() });
const oneInput = ofSync.extend({ customerId: z.uuid() });
const waitingInput = ofSync.extend({ count: z.coerce.number().int().positive() });

export const syncOneRule = { role: "operator", input: oneInput } as const;
export const syncWaitingRule = { role: "operator", input: waitingInput } as const;

/** Queues a sync of one mapped customer and of nobody else, and shows the page on which it can be watched. */
export const syncOne: Changing<typeof oneInput> = ({ session, tx, input }) =>
  ask(tx, session, input.programSyncId, [input.customerId]);

/** The same for all who wait for their sync, if they are still as many as the person was shown. */
export const syncWaiting: Changing<typeof waitingInput> = async ({ session, tx, input }) => {
  const { programSyncId, count } = input;
  const customerIds = await listCustomersToSync(tx, { orgId: session.orgId, programSyncId });
  if (customerIds.length !== count) {
    throw new MutationRefused(
      customerIds.length === 0
        ? "No customer waits for a sync any more."
        : `${countOf(customerIds.length, "customer waits", "customers wait")} by now, so nothing was started.`,
      { text: "Look at this page again: somebody has mapped or synced some meanwhile.", stale: true },
    );
  }
  return ask(tx, session, programSyncId, customerIds);
};

async function ask(
  tx: Transaction,
  { orgId, userId }: Session,
  programSyncId: string,
  customerIds: string[],
): Promise<Change> {
  const sync = await findProgramSync(tx, { orgId, programSyncId });
  if (!sync) throw new MutationRefused("This program does not exist any more.");
  if (!sync.customersEnabled) {
    throw new MutationRefused("The customers sync is switched off in the settings, so nothing was started.");
  }
  const { connectionId } = sync;
  const of = { orgId, programSyncId, connectionId, customerIds, requestedBy: userId };
  const asked = await syncCustomers(tx, of);
  if (asked.kind === "nothing") {
    throw new MutationRefused("This customer’s sync is off, or it is not mapped any more.", { stale: true });
  }
  if (asked.kind === "waiting") {
    return {
      audit: null,
      to: links.run(asked.runId),
      notice: { title: "A sync that looks at this is queued already." },
    };
  }
  const facts = { program: sync.slug, kind: "customers", customers: String(asked.count) };
  return { audit: { action: "run_requested", subject: asked.runId, facts }, to: links.run(asked.runId) };
}
