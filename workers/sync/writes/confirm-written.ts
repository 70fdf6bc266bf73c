import type { Settlement } from "@/db/commands/runs/record-intents";
import type { Written } from "./perform-intent";
import { storedChargeId } from "./stored-charges";

/** An item that ends a line has this kind of key; the line is nobody's afterwards. */
export const endingPrefix = "ending:";

type ConfirmedIntent = { id: string; connectionId: string; naturalKey: string };

/** How a write is settled that took effect: with what the PSA holds now, and with the line or charge that is ours by it. */
export function confirmation(intent: ConfirmedIntent, written: Written): Settlement {
  const { id: intentId, connectionId, naturalKey } = intent;
  if ("service" in written) {
    const { service, keys } = written;
    const line = { connectionId, psaAgreementId: service.agreementId, psaLineId: service.id };
    const answer = { serviceId: service.id };
    return { intentId, state: "confirmed", answer, lines: keys.map((key) => ({ ...line, key })) };
  }
  const line = lineOf(written);
  if (line === null || naturalKey.startsWith(endingPrefix)) {
    return { intentId, state: "confirmed", answer: Object.values(written)[0] };
  }
  const { answer, ...own } = line;
  return { intentId, state: "confirmed", answer, lines: [{ ...own, connectionId, key: naturalKey }] };
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
