import { fail, hold } from "../../issues";
import { sameTimeline, stepOn } from "../../timeline/timeline";
import type { PlanIssue } from "../../types";
import type { Contract } from "../contract";
import { isActive, isStoredOn, type Judged } from "../members/judged";
import type { Placement } from "./assign-services";
import type { ItemAssignment } from "./plan-services";

export type Refusal = { key: string; issue: PlanIssue };

/** Members that an assignment has no way for: the PSA would refuse what they ask. */
export function findRefusals(items: ItemAssignment[], members: Judged[], contract: Contract): Refusal[] {
  return items.flatMap((item) => [
    ...item.placements.flatMap((placement) => {
      if (placement.parts === "unplaced") return conflicts(placement, item, contract);
      if (placement.parts === "refused") return refuseDate(placement, members, contract);
      return [];
    }),
    ...item.stuck.flatMap((id) =>
      members
        .filter((judged) => isActive(judged) && isStoredOn(judged, id))
        .map(({ member }) => ({ key: member.key, issue: takenDate([id], contract) })),
    ),
  ]);
}

function conflicts({ group }: Placement, item: ItemAssignment, contract: Contract): Refusal[] {
  const name = nameOf(item.itemId, contract);
  return group.members
    .filter(({ stop }) => stop === null)
    .map((judged) => {
      const facts = { ...conflictingPrices(judged, item), name };
      return { key: judged.member.key, issue: hold("price_conflict", facts) };
    });
}

/** Its price and that of those who have the service, on the first day on which the two differ. */
function conflictingPrices({ wanted }: Judged, { placements }: ItemAssignment) {
  for (const { group, parts } of placements) {
    if (!Array.isArray(parts) || parts.length === 0) continue;
    for (const shared of group.wanted) {
      const own = stepOn(wanted, shared.from) ?? wanted.find(({ from }) => from >= shared.from);
      if (own?.unitPrice && shared.unitPrice && own.unitPrice !== shared.unitPrice) {
        return { price: own.unitPrice, shared: shared.unitPrice };
      }
      if (own?.unitCost && shared.unitCost && own.unitCost !== shared.unitCost) {
        return { price: own.unitCost, shared: shared.unitCost };
      }
    }
  }
  return { price: wanted[0]?.unitPrice };
}

/** Whose units change, or leave one of the services; all that ask for anything where only a person's edit is in the way. */
function refuseDate({ group }: Placement, members: Judged[], contract: Contract): Refusal[] {
  const homes = contract.input.services
    .map(({ id }) => id)
    .filter((id) => group.members.some((member) => isStoredOn(member, id)));
  const asking = members.filter(
    (judged) =>
      isActive(judged) && (group.members.includes(judged) || homes.some((id) => isStoredOn(judged, id))),
  );
  const changed = asking.filter(
    (judged) => !group.members.includes(judged) || !sameTimeline(judged.before, judged.wanted),
  );
  const issue = takenDate(homes, contract);
  return (changed.length > 0 ? changed : asking).map(({ member }) => ({ key: member.key, issue }));
}

function takenDate(serviceIds: string[], { input, calendar }: Contract): PlanIssue {
  const dates = serviceIds.flatMap((id) => [...(input.adjustedOn.get(id) ?? [])]);
  const [date] = dates.filter((day) => day >= calendar.boundary).sort();
  const words =
    "The units of a contract service can be adjusted once on a date, and they were already on a date that needs it again.";
  return fail("psa_rejected", { words, date, lineId: serviceIds.join(", ") });
}

function nameOf(itemId: string, { input }: Contract): string | undefined {
  return input.services.find((service) => service.itemId === itemId)?.itemName;
}
