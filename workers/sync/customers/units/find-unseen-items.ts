import type { IsoDate } from "@/lib/values";
import { adjustUnitsBody } from "../../writes/units-body";
import { type ContractRead, unitsShown } from "../../writes/units-shown";
import type { ContractMemory } from "./memory";

/**
 * The items whose units do not show what we wrote lately: they may be read late, and what is planned from them would be
 * written twice. Pure.
 */
export function findUnseenItems(
  read: ContractRead,
  memory: ContractMemory,
  settlesAfterMs: number,
): Set<string> {
  const unseen = new Set<string>();
  const looked = new Set<string>();
  for (const sent of adjustmentsOn(read, memory)) {
    if (sent.state !== "confirmed" || sent.serviceId === null || looked.has(sent.serviceId)) continue;
    looked.add(sent.serviceId);
    if (sent.ageMs >= settlesAfterMs) continue;
    const body = adjustUnitsBody.parse({ ...sent, targetId: sent.serviceId });
    if (unitsShown(read, body).found !== "desired") unseen.add(body.desired.itemId);
  }
  return unseen;
}

/** The dates that the PSA takes no second adjustment on, by service. */
export function datesAdjusted(read: ContractRead, memory: ContractMemory): Map<string, Set<IsoDate>> {
  const dates = new Map<string, Set<IsoDate>>();
  for (const { serviceId, date } of adjustmentsOn(read, memory)) {
    if (serviceId === null) continue;
    dates.set(serviceId, (dates.get(serviceId) ?? new Set()).add(date));
  }
  return dates;
}

function adjustmentsOn({ agreement }: ContractRead, { adjustments }: ContractMemory) {
  return adjustments.filter(({ psaAgreementId }) => psaAgreementId === agreement.id);
}
