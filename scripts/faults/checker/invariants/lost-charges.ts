import { Decimal } from "decimal.js";
import type { HeldLine } from "../../../months/psa-books";
import { sumAmounts } from "../../../properties/sums";
import type { OpenItem, SeenAgreement, SeenWrite, Violation } from "../seen";
import { missingFrom } from "./missing-from";

/** I3: every charge that is due is there, once and with its amount, and none that is not. */
export function findLostCharges(agreement: SeenAgreement, open: OpenItem[]): Violation[] {
  const { agreementId, before, after, chargesDue } = agreement;
  const known = new Set(before.filter(isCharge).map(({ id }) => id));
  const made = after.filter((line) => isCharge(line) && !known.has(line.id)).map(textOfLine);
  const due = chargesDue
    .filter(({ reference }) => !open.some(({ key }) => key === reference))
    .map(({ reference, ...amounts }) => textOf(reference, amounts));
  const tell = (charges: string[], what: string): Violation[] =>
    charges.map((charge) => ({
      invariant: "I3",
      says: `Agreement ${agreementId} ${what}: ${charge}.`,
      data: { made, due },
    }));
  return [
    ...tell(missingFrom(made, due), "lacks a charge that is due"),
    ...tell(missingFrom(due, made), "got a charge that is not due"),
  ];
}

/** I3: nothing is deleted in the PSA. */
export function findDeletions(writes: SeenWrite[]): Violation[] {
  return writes
    .filter(({ does }) => does === "delete")
    .map((write) => ({ invariant: "I3", says: `A ${write.to} was deleted in the PSA.`, data: write }));
}

function isCharge({ what }: HeldLine): boolean {
  return what === "charge";
}

function textOfLine({ reference, quantity, ofOne }: HeldLine): string {
  const times = (amount = "0") => new Decimal(amount).times(quantity).toString();
  return textOf(reference ?? "", { cost: times(ofOne?.cost), price: times(ofOne?.price) });
}

function textOf(reference: string, amounts: { cost: string; price: string }): string {
  const { cost, price } = sumAmounts([amounts]);
  return `${reference} at ${cost} and ${price}`;
}
