import type { ContractService } from "../contracts/records";
import { nothingToUpdate } from "../refusal";
import { entities } from "../schema/entities";
import type { Wire } from "../schema/field";
import { decimalOf, textOf } from "../wire-values";
import { checkRecord, replaced, withInitial } from "./check-record";
import { ofParent } from "./of-parent";
import { readId, readMembers } from "./read-members";
import type { Writer } from "./writer";

const entity = entities.ContractServices;

const logged = (service: ContractService) => ({ entity: entity.name, ...service });

/** Only prices and descriptions can be written; quantities come by adjustments. */
export const contractServices: Writer = {
  create({ tenant, body, parentId }) {
    const members = ofParent(readMembers(entity, body), parentId);
    const draft = withInitial(entity, members);
    checkRecord(tenant, entity, draft);
    const made = tenant.ledger.addService({
      contractID: Number(draft.contractID),
      serviceID: Number(draft.serviceID),
      ...edited(members),
    });
    return { itemId: made.id, entity: logged(made) };
  },
  update({ tenant, body, parentId }, how) {
    const id = readId(entity, body);
    const before = tenant.views.row("ContractServices", id);
    if (!before || before.contractID !== parentId) throw nothingToUpdate();
    const members = readMembers(entity, body);
    const after = how === "patch" ? { ...before, ...members } : replaced(entity, before, members);
    checkRecord(tenant, entity, after, before);
    const changed = tenant.ledger.changeService(id, edited(how === "patch" ? members : after));
    return { itemId: id, entity: logged(changed) };
  },
};

/** A price that is null or absent stays as it is: no contract service is without one. */
function edited(members: Wire) {
  const adjustedPrice = decimalOf(members.adjustedPrice);
  return {
    ...(adjustedPrice === undefined ? {} : { adjustedPrice }),
    ...("invoiceDescription" in members ? { invoiceDescription: textOf(members.invoiceDescription) } : {}),
    ...("internalDescription" in members ? { internalDescription: textOf(members.internalDescription) } : {}),
  };
}
