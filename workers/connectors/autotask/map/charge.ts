import { Decimal } from "decimal.js";
import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { NewCharge, PsaCharge } from "../../psa";
import { exactNumber } from "../../wire/json";
import { idNumber } from "../client/filter";
import { service } from "../errors";
import type { chargeSchema } from "../schemas";
import { cut } from "./item";

export type Charge = z.output<typeof chargeSchema>;

const Exact = Decimal.clone({ precision: 60 });
const longestReference = 50;
const longestName = 100;
const longestDescription = 2_000;

/** `from` is the day of purchase, by which Autotask tells the charge to a period; it has no last day. */
export function mapCharge(charge: Charge): PsaCharge {
  const quantity = new Exact(charge.unitQuantity ?? "0");
  return {
    id: charge.id,
    agreementId: charge.contractID,
    reference: charge.internalPurchaseOrderNumber,
    name: charge.name,
    from: charge.datePurchased,
    to: null,
    costAmount: quantity.times(charge.unitCost ?? "0").toFixed(),
    priceAmount: quantity.times(charge.unitPrice ?? "0").toFixed(),
    billed: charge.isBilled,
  };
}

/** Throws `rejected` for a reference that does not fit, and for a missing billing code (`billing_code_missing`). */
export function chargeBody(
  agreementId: string,
  charge: NewCharge,
  picked: { chargeType: string | null; status: string | null },
): Record<string, unknown> {
  const { reference, billingCodeId, name, from, to } = charge;
  if (reference.length > longestReference) {
    const words = `The reference ${reference} is longer than ${longestReference} characters.`;
    throw new ApiError({ service, kind: "rejected", words });
  }
  if (billingCodeId === null) {
    const words = "A charge needs a billing code, and none is chosen in the settings.";
    throw new ApiError({ service, kind: "rejected", refusal: "billing_code_missing", words });
  }
  return {
    contractID: idNumber(agreementId),
    name: cut(name, longestName),
    description: cut(`${name}\n${from} – ${to}`, longestDescription),
    datePurchased: from,
    unitQuantity: exactNumber("1"),
    unitPrice: exactNumber(charge.priceAmount),
    unitCost: exactNumber(charge.costAmount),
    billingCodeID: idNumber(billingCodeId),
    isBillableToCompany: true,
    internalPurchaseOrderNumber: reference,
    ...(picked.chargeType === null ? {} : { chargeType: idNumber(picked.chargeType) }),
    ...(picked.status === null ? {} : { status: idNumber(picked.status) }),
  };
}
