import type { PriceField } from "../../money/billed-amount";
import type { PricingStrategy } from "../../types";
import type { Contract } from "../contract";
import type { Judged } from "../members/judged";
import type { Roundings } from "../members/report-member";
import type { Settled } from "../members/settle-members";
import { findRowRounding } from "./row-rounding";

const owners: Record<PriceField, PricingStrategy[]> = {
  unitCost: ["cost_and_retail", "cost_only"],
  unitPrice: ["cost_and_retail"],
};

/** Gives each shared service's roundings to the first of its members that is planned and owns the price. */
export function shareRoundings(
  { items }: Settled,
  { held, calendar }: Contract,
): (judged: Judged) => Roundings {
  const shared = new Map<Judged, Roundings>();
  for (const placement of items.flatMap(({ placements }) => placements)) {
    for (const field of ["unitCost", "unitPrice"] as const) {
      const first = placement.group.members.find((judged) => bears(judged, field));
      const rounding = first ? findRowRounding(placement, held, calendar, field) : null;
      if (!first || !rounding || rounding.isZero()) continue;
      shared.set(first, { ...none, ...shared.get(first), [field]: rounding });
    }
  }
  return (judged) => shared.get(judged) ?? none;
}

const none: Roundings = { unitCost: null, unitPrice: null };

function bears({ member, stop, invoiced }: Judged, field: PriceField): boolean {
  return stop === null && invoiced !== null && owners[field].includes(member.strategy);
}
