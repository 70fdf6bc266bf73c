import { addDays, addMonths, countDays } from "@/sandbox/world/plain-dates";
import { dayEntry, describeDay, heldEntries, type Prices } from "../../../months/day-text";
import { invoicedRow } from "../../../months/invoiced-row";
import type { HeldLine, PsaName } from "../../../months/psa-books";
import type { OpenItem, SeenAgreement, SeenSubscription, Violation } from "../seen";

/** So long after the newest invoice its last rows must still go on. */
const monthsAhead = 2;

/** I1: from the boundary on each day bills what was invoiced, or the item is open and the PSA is as it was. */
export function findWrongQuantities(psa: PsaName, agreement: SeenAgreement, open: OpenItem[]): Violation[] {
  const openKeys = new Set(open.map(({ key }) => key));
  const nothingDue = agreement.subscriptions.every((one) => openKeys.has(licenceKey(one)));
  return [
    ...(psa === "connectwise" ? findTouched(agreement, open) : []),
    ...(nothingDue ? findAnyChange(agreement) : findWrongDays(psa, agreement, open)),
    ...findChangedPast(agreement),
  ];
}

/** Where everything is open, for example because the agreement has ended, nobody may have touched it. */
function findAnyChange({ agreementId, before, after }: SeenAgreement): Violation[] {
  const [was, is] = [before, after].map((held) => held.filter(({ what }) => what === "line"));
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const says = `Agreement ${agreementId} was changed though all of it is shown as open.`;
  return [{ invariant: "I1", says, data: { was, is } }];
}

/** Only dated lines tell whose they are; where units are summed, an open item counts with what it had. */
function findTouched({ agreementId, before, after }: SeenAgreement, open: OpenItem[]): Violation[] {
  return open.flatMap(({ key }) => {
    const [was, is] = [before, after].map((held) => held.filter(({ reference }) => reference === key));
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const says = `${key} is shown as open, and the PSA was changed all the same.`;
    return [{ invariant: "I1" as const, says, data: { agreementId, was, is } }];
  });
}

function findWrongDays(psa: PsaName, agreement: SeenAgreement, open: OpenItem[]): Violation[] {
  const { agreementId, subscriptions, strategy, after } = agreement;
  const openKeys = new Map(open.map((item) => [item.key, item]));
  const wantedOn = (day: string) =>
    subscriptions.flatMap((subscription) => {
      const key = licenceKey(subscription);
      const item = openKeys.get(key);
      if (item && psa === "connectwise") return [];
      const row = invoicedRow(monthsToHold(subscription, item), day);
      return row ? [dayEntry(psa === "connectwise" ? key : subscription.product, row, strategy)] : [];
    });
  const known = subscriptions.flatMap(pricesOf);
  const compared = after.filter(({ reference }) => reference === null || !openKeys.has(reference));
  const different = daysToCompare(agreement).flatMap((day) => {
    const [wanted, held] = [
      describeDay(wantedOn(day)),
      describeDay(heldEntries(compared, day, strategy, known)),
    ];
    return wanted === held ? [] : [{ day, wanted, held }];
  });
  if (different.length === 0) return [];
  const says = `Agreement ${agreementId} does not bill what was invoiced on ${different.length} days.`;
  return [{ invariant: "I1", says, data: different.slice(0, 3) }];
}

/** Nothing of the days that were billed changes; a line that goes on may only be ended. */
function findChangedPast({ agreementId, openFrom, before, after }: SeenAgreement): Violation[] {
  const lastBilled = addDays(openFrom, -1);
  const past = (held: HeldLine[]) =>
    held
      .filter(({ what, from }) => what === "line" && from < openFrom)
      .map(({ id, reference, name, from, to, quantity }) => {
        const until = to !== null && to < lastBilled ? to : "the boundary or later";
        return { id, reference, name, from, until, quantity };
      });
  const [was, is] = [past(before), past(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const says = `Agreement ${agreementId} was changed before ${openFrom}, the first day that is not billed yet.`;
  return [{ invariant: "I1", says, data: { was, is } }];
}

function daysToCompare({ openFrom, subscriptions }: SeenAgreement): string[] {
  const months = subscriptions.flatMap(({ months }) => months.map(({ month }) => month)).sort();
  const [oldest, newest] = [months[0], months.at(-1)];
  if (oldest === undefined || newest === undefined) return [];
  const first = openFrom < oldest ? oldest : openFrom;
  const last = addDays(addMonths(newest, 1 + monthsAhead), -1);
  return first > last ? [] : Array.from({ length: countDays(first, last) }, (_, i) => addDays(first, i));
}

/** The months that the PSA has to hold of a subscription. */
function monthsToHold({ months }: SeenSubscription, item: OpenItem | undefined) {
  return item ? months.slice(0, item.monthsInPsa ?? months.length - 1) : months;
}

export function licenceKey({ subscriptionId }: Pick<SeenSubscription, "subscriptionId">): string {
  return `${subscriptionId}:licence`;
}

function pricesOf({ months }: SeenSubscription): Prices[] {
  return months.flatMap(({ rows }) => rows.map(({ unitCost, unitPrice }) => ({ unitCost, unitPrice })));
}
