import type { Database } from "@/db/client";
import { confirmUnits } from "@/db/commands/runs/confirm-units";
import { confirmLine, settleIntents } from "@/db/commands/runs/record-intents";
import type { Written } from "./perform-intent";
import { storedChargeId } from "./stored-charges";

/** An item that ends a line has this kind of key; the line is nobody's afterwards. */
export const endingPrefix = "ending:";

type ConfirmedIntent = { orgId: string; id: string; connectionId: string; naturalKey: string };

/** Confirms a write with what the PSA holds now; a line or charge is remembered as ours in the same transaction. */
export async function confirmWritten(db: Database, intent: ConfirmedIntent, written: Written): Promise<void> {
  if ("service" in written) {
    const { service, keys } = written;
    return confirmUnits(db, intent.orgId, {
      intentId: intent.id,
      connectionId: intent.connectionId,
      psaAgreementId: service.agreementId,
      serviceId: service.id,
      keys,
    });
  }
  const line = lineOf(written);
  if (line === null || intent.naturalKey.startsWith(endingPrefix)) {
    const answer = Object.values(written)[0];
    return settleIntents(db, intent.orgId, [{ intentId: intent.id, state: "confirmed", answer }]);
  }
  return confirmLine(db, intent.orgId, {
    ...line,
    intentId: intent.id,
    connectionId: intent.connectionId,
    key: intent.naturalKey,
  });
}

function lineOf(written: Exclude<Written, { service: unknown }>) {
  if ("line" in written) {
    const { line } = written;
    return { answer: line, psaAgreementId: line.agreementId, psaLineId: line.id };
  }
  if ("charge" in written) {
    const { charge } = written;
    return { answer: charge, psaAgreementId: charge.agreementId, psaLineId: storedChargeId(charge.id) };
  }
  return null;
}
