import type { Database } from "@/db/client";
import { confirmLine, settleIntents } from "@/db/commands/runs/record-intents";
import type { Written } from "./perform-intent";

/** Confirms a write with what the PSA holds now; a line is remembered as ours in the same transaction. */
export async function confirmWritten(
  db: Database,
  intent: { orgId: string; id: string; connectionId: string; naturalKey: string },
  written: Written,
): Promise<void> {
  if ("item" in written) {
    return settleIntents(db, intent.orgId, [
      { intentId: intent.id, state: "confirmed", answer: written.item },
    ]);
  }
  const { line } = written;
  return confirmLine(db, intent.orgId, {
    intentId: intent.id,
    answer: line,
    connectionId: intent.connectionId,
    psaAgreementId: line.agreementId,
    psaLineId: line.id,
    key: intent.naturalKey,
  });
}
