import type { UnitsAdjustment } from "@/workers/connectors/psa";
import type { Contract } from "../contract";
import { isActive, isStoredOn, type Judged } from "../members/judged";
import type { Settled } from "../members/settle-members";
import type { ServicePlan } from "../types";
import type { Part } from "./fit-group";
import type { ItemAssignment } from "./plan-services";

/** The services of a settled contract; those that members leave come first, so that nothing is billed twice meanwhile. */
export function listServices({ items, members }: Settled, contract: Contract): ServicePlan[] {
  const plans = items.flatMap((item) => [
    ...item.emptied.map((part) => planService(part, [], item, members, contract)),
    ...item.placements.flatMap(({ group, parts }) =>
      Array.isArray(parts)
        ? parts.map((part) => planService(part, group.members, item, members, contract))
        : [],
    ),
  ]);
  const told = plans.filter(
    ({ adjustments, keys, leaving }) => adjustments.length + keys.length + leaving.length > 0,
  );
  return [
    ...told.filter(({ leaving }) => leaving.length > 0),
    ...told.filter(({ leaving }) => leaving.length === 0),
  ];
}

function planService(
  { serviceId, repeat, adjustments }: Part,
  group: Judged[],
  { itemId }: ItemAssignment,
  members: Judged[],
  { input }: Contract,
): ServicePlan {
  const leaves = (judged: Judged) =>
    serviceId !== null && isActive(judged) && isStoredOn(judged, serviceId) && !group.includes(judged);
  const leaving = members.filter(leaves).map(({ member }) => member.key);
  const asks = members.some(({ member, owed }) => member.itemId === itemId && owed.issues.length > 0);
  return {
    itemId,
    serviceId,
    keys: group.map(({ member }) => member.key),
    leaving,
    forgotten: asks ? [] : leaving,
    adjustments: adjustments.map(
      ({ date, unitChange, unitPrice, unitCost }, i): UnitsAdjustment => ({
        agreementId: input.agreement.id,
        itemId,
        serviceId,
        repeat: repeat && serviceId === null && i === 0,
        date,
        unitChange: unitChange.toFixed(),
        unitPrice,
        unitCost,
      }),
    ),
  };
}
