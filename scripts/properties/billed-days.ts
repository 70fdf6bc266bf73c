import { addDays, countDays } from "@/sandbox/world/plain-dates";
import { dayEntry, describeDay, heldEntries } from "../months/day-text";
import type { HeldLine } from "../months/psa-books";
import { prices } from "./generated-customer";
import { invoicedOn, type Phase } from "./invoiced-days";
import type { Placed } from "./place-customers";

/** What the PSA and the invoices say of days, as texts that are equal when the PSA bills what was invoiced. */

/** Every day from the first to the end of January, which lies well after the newest invoice. */
export function daysFrom(first: string): string[] {
  return Array.from({ length: countDays(first, "2027-01-31") }, (_, i) => addDays(first, i));
}

export function wantedText({ generated, subscriptionIds }: Placed, names: Naming, phase: Phase, day: string) {
  const entries = generated.subscriptions.flatMap((subscription, i) => {
    const row = invoicedOn(subscription, phase, day);
    if (!row) return [];
    return [dayEntry(names(subscriptionIds[i] ?? "", subscription.product), row, generated.strategy)];
  });
  return describeDay(entries);
}

/** What a line of the PSA is told apart by: the subscription in ConnectWise, the product in Autotask. */
export type Naming = (subscriptionId: string, product: 0 | 1) => string;

export function heldText({ generated }: Placed, held: HeldLine[], day: string): string {
  return describeDay(heldEntries(held, day, generated.strategy, prices));
}
