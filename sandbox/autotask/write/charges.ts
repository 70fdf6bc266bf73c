import type { NewCharge } from "../contracts/ledger";
import type { Charge } from "../contracts/records";
import { badReference, nothingToDelete, nothingToUpdate, refused } from "../refusal";
import { entities } from "../schema/entities";
import type { Wire } from "../schema/field";
import type { Tenant } from "../tenant";
import { dayOf, decimalOf, numberOf, textOf } from "../wire-values";
import { checkRecord, replaced, withInitial } from "./check-record";
import { ofParent } from "./of-parent";
import { readId, readMembers } from "./read-members";
import type { Writer } from "./writer";

const entity = entities.ContractCharges;

const logged = (charge: Charge) => ({ entity: entity.name, ...charge });

export const charges: Writer = {
  create({ tenant, body, parentId }) {
    const draft = withInitial(entity, ofParent(readMembers(entity, body), parentId));
    check(tenant, draft);
    const made = tenant.ledger.addCharge(chargeOf(draft));
    tenant.chargeDates.set(made.id, tenant.timestamp());
    return { itemId: made.id, entity: logged(made) };
  },
  update({ tenant, body, parentId }, how) {
    const id = readId(entity, body);
    const before = tenant.views.row("ContractCharges", id);
    if (!before || before.contractID !== parentId) throw nothingToUpdate();
    const members = readMembers(entity, body);
    const after = how === "patch" ? { ...before, ...members } : replaced(entity, before, members);
    check(tenant, after, before);
    return { itemId: id, entity: logged(tenant.ledger.changeCharge(id, chargeOf(after))) };
  },
  remove({ tenant, parentId }, id) {
    const row = tenant.views.row("ContractCharges", id);
    if (!row || row.contractID !== parentId) throw nothingToDelete();
    tenant.ledger.removeCharge(id);
    tenant.chargeDates.delete(id);
    return { itemId: id, entity: null };
  },
};

const materialCode = 4;

/** A charge is booked on an active material cost code. */
function check(tenant: Tenant, after: Wire, before?: Wire): void {
  checkRecord(tenant, entity, after, before);
  if (before && before.billingCodeID === after.billingCodeID) return;
  if (after.billingCodeID === null) throw refused("Missing Required Field: billingCodeID.");
  const code = tenant.tables.billingCodes.get(Number(after.billingCodeID));
  const fits = code?.isActive === true && code.useType === materialCode;
  if (!fits) throw refused(badReference("billingCodeID", "BillingCode"));
}

function chargeOf(row: Wire): NewCharge {
  return {
    contractID: Number(row.contractID),
    name: String(row.name),
    description: textOf(row.description),
    datePurchased: dayOf(row.datePurchased),
    unitQuantity: decimalOf(row.unitQuantity) ?? "0",
    unitPrice: decimalOf(row.unitPrice) ?? "0",
    unitCost: decimalOf(row.unitCost) ?? "0",
    billingCodeID: numberOf(row.billingCodeID),
    isBillableToCompany: row.isBillableToCompany === true,
    status: numberOf(row.status),
    chargeType: numberOf(row.chargeType),
    internalPurchaseOrderNumber: textOf(row.internalPurchaseOrderNumber),
    purchaseOrderNumber: textOf(row.purchaseOrderNumber),
    notes: textOf(row.notes),
    contractServiceID: numberOf(row.contractServiceID),
  };
}
