import { badReference } from "../refusal";
import type { Wire } from "../schema/field";
import type { Tenant } from "../tenant";
import { dayOf, numberOf } from "../wire-values";
import type { Rules } from "./kept-records";

/** The API user's own resource. */
const apiResource = 29682885;

export const companyRules: Rules = {
  settle: (tenant, after, before) => ({
    ...after,
    createDate: before?.createDate ?? tenant.timestamp(),
    createdByResourceID: before?.createdByResourceID ?? apiResource,
    lastTrackedModifiedDateTime: tenant.timestamp(),
  }),
};

const recurringService = 7;

/** Units follow the contract's end, so the ledger is told before the record is stored. */
export const contractRules: Rules = {
  check(tenant, after, before) {
    const errors: string[] = [];
    if (dayOf(after.endDate) < dayOf(after.startDate))
      errors.push("The Contract's endDate must be on or after its startDate.");
    if (!before && after.contractType === recurringService && after.contractPeriodType === null)
      errors.push("Missing Required Field: contractPeriodType.");
    const moved = before && dayOf(before.startDate) !== dayOf(after.startDate);
    if (moved && tenant.views.where("ContractServices", "contractID", [after.id]).length > 0)
      errors.push("The startDate of a Contract that has services cannot be changed.");
    return errors;
  },
  settle: (tenant, after) => ({
    ...after,
    internalCurrencySetupFee:
      (numberOf(after.setupFee) ?? 0) * Number(tenant.exchangeRateOf(numberOf(after.companyID))),
  }),
  beforeSave(tenant, after, before) {
    const end = dayOf(after.endDate);
    if (before && dayOf(before.endDate) !== end) tenant.ledger.extend(Number(after.id), end);
  },
};

const recurringServiceCode = 5;

function checkBillingCode({ tables }: Tenant, after: Wire, before: Wire | undefined): string[] {
  if (before && before.billingCodeID === after.billingCodeID) return [];
  const code = tables.billingCodes.get(Number(after.billingCodeID));
  const fits = code?.isActive === true && code.useType === recurringServiceCode;
  return fits ? [] : [badReference("billingCodeID", "BillingCode")];
}

/** Names are unique whatever their case. The text is SQL Server's own, passed on. */
export const serviceRules: Rules = {
  check(tenant, after, before) {
    const wanted = String(after.name).toLowerCase();
    const taken = tenant.tables.services
      .all()
      .some((other) => other.id !== after.id && String(other.name).toLowerCase() === wanted);
    const duplicate =
      "Violation of UNIQUE KEY constraint 'IX_service'. Cannot insert duplicate key in object 'dbo.Service'. " +
      `The duplicate key value is (${after.name}). Error updating database for new entity records.`;
    return [...checkBillingCode(tenant, after, before), ...(taken ? [duplicate] : [])];
  },
  settle: (tenant, after, before) => ({
    ...after,
    createDate: before?.createDate ?? tenant.timestamp(),
    creatorResourceID: before?.creatorResourceID ?? apiResource,
    lastModifiedDate: tenant.timestamp(),
    updateResourceID: apiResource,
  }),
};

export const bundleRules: Rules = {
  check: checkBillingCode,
  settle: (tenant, after, before) => ({
    ...after,
    unitPrice: before?.unitPrice ?? 0,
    unitCost: before?.unitCost ?? 0,
    createDate: before?.createDate ?? tenant.timestamp(),
    lastModifiedDate: tenant.timestamp(),
  }),
};
