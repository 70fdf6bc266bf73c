import { ApiError } from "@/lib/errors";
import type { UnitsAdjustment } from "../../psa";
import { exactNumber } from "../../wire/json";
import { idNumber } from "../client/filter";
import { service } from "../errors";

/**
 * A service that is on the contract is named by its own id; one that is not, or that is to stand there once more, by the
 * catalogue's. Throws `rejected` for units that are not whole, which Autotask does not count.
 */
export function adjustmentBody(adjustment: UnitsAdjustment): Record<string, unknown> {
  const { agreementId, itemId, serviceId, repeat, date, unitChange, unitPrice, unitCost } = adjustment;
  if (!/^-?\d+$/.test(unitChange)) {
    const words = `Autotask counts whole units; ${unitChange} is none.`;
    throw new ApiError({ service, kind: "rejected", words });
  }
  const target =
    serviceId === null ? { serviceID: idNumber(itemId) } : { contractServiceID: idNumber(serviceId) };
  return {
    contractID: idNumber(agreementId),
    ...target,
    effectiveDate: date,
    unitChange: exactNumber(unitChange),
    ...(unitPrice === null ? {} : { adjustedUnitPrice: exactNumber(unitPrice) }),
    ...(unitCost === null ? {} : { adjustedUnitCost: exactNumber(unitCost) }),
    ...(serviceId === null && repeat ? { allowRepeatService: true } : {}),
  };
}
