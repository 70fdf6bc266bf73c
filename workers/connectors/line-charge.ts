import { Decimal } from "decimal.js";
import type { AgreementLine, PsaCharge } from "./psa";

const Exact = Decimal.clone({ precision: 60 });

/** Where a charge is a line like any other, what it amounts to does not change with its days. */
export function chargeOfLine(line: AgreementLine): PsaCharge {
  const { id, agreementId, reference, itemName: name, from, to, quantity, unitCost, unitPrice } = line;
  return {
    id,
    agreementId,
    reference,
    name,
    from,
    to,
    costAmount: new Exact(quantity).times(unitCost).toFixed(),
    priceAmount: new Exact(quantity).times(unitPrice).toFixed(),
    billed: null,
  };
}
