import type { NewCharge, PsaCharge, PsaConnector } from "@/workers/connectors/psa";
import { sameValue } from "../plan/exact";
import type { IntentBody } from "./intent-body";
import type { ReadBack } from "./perform-intent";

type ChargeIntent = Extract<IntentBody, { operation: "create_charge" }>;

/** The PSA's charge is the one that was meant. */
export function holdsNewCharge(charge: PsaCharge, wanted: NewCharge): boolean {
  return (
    charge.reference === wanted.reference &&
    sameValue(charge.costAmount, wanted.costAmount) &&
    sameValue(charge.priceAmount, wanted.priceAmount)
  );
}

/** A charge is found again by its reference, which no other has. */
export async function readBackCharge(psa: PsaConnector, intent: ChargeIntent): Promise<ReadBack> {
  const charges = await psa.charges(intent.psaAgreementId);
  const mine = charges.filter((charge) => charge.reference === intent.desired.reference);
  const [charge] = mine;
  if (!charge) return { found: "before" };
  if (mine.length > 1 || !holdsNewCharge(charge, intent.desired)) return { found: "other" };
  return { found: "desired", written: { charge } };
}
