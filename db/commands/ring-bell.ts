import type { Transaction } from "@/db/client";
import { type Bell, outbox } from "@/db/schema";

/** Asks, in the transaction that changes the state, that the queue be rung once it has committed. */
export async function ringBell(
  tx: Transaction,
  bell: { orgId: string; bell: Bell; subjectId: string },
): Promise<void> {
  await tx.insert(outbox).values(bell);
}
