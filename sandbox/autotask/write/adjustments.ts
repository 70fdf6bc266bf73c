import { badReference, refused } from "../refusal";
import { entities } from "../schema/entities";
import type { Wire } from "../schema/field";
import type { Tenant } from "../tenant";
import { dayOf, decimalOf, numberOf } from "../wire-values";
import { checkRecord } from "./check-record";
import { ofParent } from "./of-parent";
import { readMembers } from "./read-members";
import type { Writer } from "./writer";

const entity = entities.ContractServiceAdjustments;

/** An adjustment is created and cannot be read again: its answer names no id. */
export const adjustments: Writer = {
  create({ tenant, body, parentId }) {
    const members = ofParent(readMembers(entity, body), parentId);
    checkRecord(tenant, entity, members);
    const contractID = contractOf(tenant, members);
    const adjustedUnitPrice = decimalOf(members.adjustedUnitPrice);
    const adjustedUnitCost = decimalOf(members.adjustedUnitCost);
    const adjustment = {
      contractID,
      ...lineOf(members),
      effectiveDate: dayOf(members.effectiveDate),
      unitChange: Number(members.unitChange),
      ...(adjustedUnitPrice === undefined ? {} : { adjustedUnitPrice }),
      ...(adjustedUnitCost === undefined ? {} : { adjustedUnitCost }),
      ...(members.allowRepeatService === true ? { allowRepeatService: true } : {}),
    };
    const changed = tenant.ledger.adjust(adjustment);
    const logged = { ...adjustment, contractServiceID: changed.id, serviceID: changed.serviceID };
    return { itemId: null, entity: { entity: entity.name, ...logged } };
  },
};

function lineOf(members: Wire): { serviceID?: number; contractServiceID?: number } {
  const contractServiceID = numberOf(members.contractServiceID);
  const serviceID = numberOf(members.serviceID);
  if (contractServiceID !== null) return { contractServiceID };
  if (serviceID !== null) return { serviceID };
  throw refused("Either contractServiceID or serviceID is required.");
}

/** The contract that is named, or that of the contract service; they may not differ. */
function contractOf(tenant: Tenant, members: Wire): number {
  const named = numberOf(members.contractID);
  const lineId = numberOf(members.contractServiceID);
  const line = lineId === null ? undefined : tenant.views.row("ContractServices", lineId);
  const ofLine = numberOf(line?.contractID);
  if (named !== null && ofLine !== null && named !== ofLine)
    throw refused(badReference("contractServiceID", "ContractService"));
  const contractID = named ?? ofLine;
  if (contractID === null) throw refused("Missing Required Field: contractID.");
  return contractID;
}
