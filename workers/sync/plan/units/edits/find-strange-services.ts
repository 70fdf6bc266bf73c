import { canonical } from "../../exact";
import { hold } from "../../issues";
import type { PlanIssue } from "../../types";
import { billsFrom, type Contract, isOurs } from "../contract";
import type { PlannedMember } from "../types";

/**
 * Services of the item that are none of ours and have units that are not posted yet: they may bill the same licences.
 * Who keeps one asks for a second service of the item, which a tenant may refuse.
 */
export function findStrangeServices(member: PlannedMember, contract: Contract): PlanIssue[] {
  const { input, held, calendar } = contract;
  const bills = (id: string) => billsFrom(held.get(id), calendar.boundary);
  return input.services
    .filter((service) => service.itemId === member.itemId && bills(service.id) && !isOurs(contract, service))
    .map(({ id, itemName, rows }) =>
      hold("existing_line", {
        lineId: id,
        quantity: canonical(rows.at(-1)?.units ?? "0"),
        from: rows[0]?.from,
        name: itemName,
      }),
    )
    .filter((issue) => input.allowRepeat === false || member.rules.decide(issue)?.choice !== "keep");
}
