import { nothingToUpdate } from "../refusal";
import { entities } from "../schema/entities";
import { textOf } from "../wire-values";
import { readId, readMembers } from "./read-members";
import type { Writer } from "./writer";

const entity = entities.BillingItems;

/** Of a billing item only the date of its export can be written. */
export const billingItems: Writer = {
  update({ tenant, body }, how) {
    const id = readId(entity, body);
    const before = tenant.views.row("BillingItems", id);
    if (!before) throw nothingToUpdate();
    const members = readMembers(entity, body);
    const date = textOf(members.webServiceDate);
    if (date !== null) tenant.webServiceDates.set(id, date);
    else if (how === "replace" || "webServiceDate" in members) tenant.webServiceDates.delete(id);
    return { itemId: id, entity: { ...before, entity: entity.name, webServiceDate: date } };
  },
};
