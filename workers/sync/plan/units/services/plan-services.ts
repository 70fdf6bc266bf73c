import { clipSegments } from "../../timeline/timeline";
import { billsFrom, type Contract, isOurs } from "../contract";
import { isActive, isStoredOn, type Judged } from "../members/judged";
import type { Window } from "./adjust-service";
import { type Assignment, assignServices } from "./assign-services";
import type { HeldService } from "./fit-group";
import { groupByPrice } from "./price-groups";

/** What becomes of the services of one item. */
export type ItemAssignment = Assignment & { itemId: string };

/** Items whose services or members are to be looked at, each on its own. */
export function planServices(members: Judged[], contract: Contract, window: Window): ItemAssignment[] {
  const { input } = contract;
  const placed = members.map((judged) => ({ judged, itemId: itemOf(judged, contract) }));
  const itemIds = new Set([
    ...placed.map(({ itemId }) => itemId),
    ...input.services.filter((service) => isOurs(contract, service)).map(({ itemId }) => itemId),
  ]);
  return [...itemIds].map((itemId) => {
    const services = servicesOf(itemId, members, contract);
    const own = placed.filter((one) => one.itemId === itemId).map(({ judged }) => judged);
    const ids = services.map(({ id }) => id);
    const pool = {
      services,
      others: members.filter((judged) => !own.includes(judged)),
      stands: input.services.some((service) => service.itemId === itemId),
      allowRepeat: input.allowRepeat !== false,
      window,
    };
    return { itemId, ...assignServices(groupByPrice(own, ids, window.from), pool) };
  });
}

/** One that is stopped stays with the item of the service it is on, even where its product is linked anew. */
function itemOf({ member, stop }: Judged, { input }: Contract): string {
  const stored = input.services.filter(({ id }) => member.storedServiceIds.includes(id));
  const stays = stop !== null && stored.length > 0 && !stored.some(({ itemId }) => itemId === member.itemId);
  return stays ? (stored[0]?.itemId ?? member.itemId) : member.itemId;
}

/** Services that our members may be billed by: those of members, and such as bill nothing from the boundary on. */
function servicesOf(itemId: string, members: Judged[], contract: Contract): HeldService[] {
  const { input, held, calendar } = contract;
  return input.services
    .filter((service) => service.itemId === itemId)
    .filter(
      ({ id }) =>
        !billsFrom(held.get(id), calendar.boundary) ||
        members.some(
          (judged) =>
            isStoredOn(judged, id) &&
            (isActive(judged) || (judged.stop !== null && judged.stands.length > 0)),
        ),
    )
    .map(({ id }) => ({
      id,
      held: clipSegments(held.get(id) ?? [], calendar.boundary, null),
      taken: input.adjustedOn.get(id) ?? new Set<string>(),
    }));
}
