import { ApiError } from "@/lib/errors";
import { chargeOfLine } from "../line-charge";
import type { NewCharge, PsaCharge, WriteLimits } from "../psa";
import type { ConnectWiseClient } from "./client/client";
import { service } from "./errors";
import { createLine, readLines } from "./lines";

/** In ConnectWise a charge is an addition like any other: of quantity 1, for the days of one period. */
export async function readCharges(client: ConnectWiseClient, agreementId: string): Promise<PsaCharge[]> {
  const lines = await readLines(client, agreementId);
  return lines.filter((line) => line.reference !== null).map(chargeOfLine);
}

/**
 * The invoice names the charge instead of the item. That is not read back: a site may word its invoices anew, and the
 * amount is right all the same. Throws ApiError `rejected` with `psa_prerequisite_missing` when the charge names no
 * catalogue item.
 */
export async function createCharge(
  client: ConnectWiseClient,
  agreementId: string,
  charge: NewCharge,
  limits: WriteLimits,
): Promise<PsaCharge> {
  const { itemId, reference, name, from, to, costAmount, priceAmount } = charge;
  if (itemId === null) {
    const words = "ConnectWise bills a charge only under a catalogue item, and none is known for this one.";
    throw new ApiError({ service, kind: "rejected", refusal: "psa_prerequisite_missing", words });
  }
  const line = {
    itemId,
    reference,
    from,
    to,
    quantity: "1",
    unitCost: costAmount,
    unitPrice: priceAmount,
    taxable: null,
  };
  return chargeOfLine(await createLine(client, agreementId, line, limits, name));
}
