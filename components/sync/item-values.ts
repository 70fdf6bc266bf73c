import type { ItemOutcome, ItemPrices, TimelineStep } from "@/db/schema";
import { formatDate, formatDateRange } from "@/lib/format/billing-date";
import { formatMoney, isZero } from "@/lib/format/money";
import { formatQuantity } from "@/lib/format/number";
import { dayBefore, type StepChange, timelineChanges } from "@/lib/sync/timeline-changes";
import type { DecimalText } from "@/lib/values";

/** Formatted texts before and after; null: there was or is nothing. `done` false: only meant so far. */
export type Values = { before: string | null; after: string | null; note?: string; done?: boolean };

/** What a sync item holds of its values, as stored. */
export type ItemChange = {
  /** Natural key: its kind tells a charge from a subscription's line. */
  key: string;
  outcome: ItemOutcome;
  before: TimelineStep[] | ItemPrices | null;
  after: TimelineStep[] | ItemPrices | null;
  currency: string | null;
};

type Format = (value: DecimalText) => string;

/** What an item changes: a subscription's quantity and unit price, or a product's unit cost and unit price. */
export function itemValues(item: ItemChange): [Values[], Values[]] {
  const done = item.outcome === "applied" || item.outcome === "unchanged";
  const money = (value: DecimalText) => formatMoney(value, item.currency);
  const changed: [Values[], Values[]] = !(isTimeline(item.before) && isTimeline(item.after))
    ? [
        productValues(item, (prices) => money(prices.unitCost)),
        productValues(item, (prices) => money(prices.unitPrice)),
      ]
    : isCharge(item.key)
      ? chargeValues(item.before ?? [], item.after ?? [], money)
      : [
          quantityValues(item.before ?? [], item.after, formatQuantity),
          priceValues(item.before ?? [], item.after, money),
        ];
  return done ? changed : [changed[0].map(asMeant), changed[1].map(asMeant)];
}

/** The same in one line of text: "22 → 24 from 15 Oct 2026; …". For files. */
export function valuesAsText(values: Values[]): string {
  return values
    .map(({ before, after, note }) => {
      const change = before === after ? (after ?? "") : `${before ?? "new"} → ${after ?? "ends"}`;
      return note ? `${change} ${note}` : change;
    })
    .join("; ");
}

/** Says how the PSA's amounts will differ from the invoice's by rounding or proration; nothing where they agree. */
export function differenceNotes(
  item: { priceDifference: DecimalText | null; costDifference: DecimalText | null; currency: string | null },
  psa: string,
): string[] {
  const differs = (amount: DecimalText | null): amount is DecimalText => amount !== null && !isZero(amount);
  const words = (amount: DecimalText) =>
    `${formatMoney(amount.replace(/^-/, ""), item.currency)} ${amount.startsWith("-") ? "less" : "more"}`;
  const { priceDifference, costDifference } = item;
  return [
    ...(differs(priceDifference) ? [`${psa} bills ${words(priceDifference)}`] : []),
    ...(differs(costDifference) ? [`cost there ${words(costDifference)}`] : []),
  ];
}

/** Amounts that are billed once: usage, annual payments, credits, and lines of no subscription. */
function isCharge(key: string): boolean {
  return /^line:|:(azure|annual|credit)$/.test(key);
}

/** One amount for each period; a charge is posted or not, and never changed. */
function chargeValues(before: TimelineStep[], after: TimelineStep[], format: Format): [Values[], Values[]] {
  const posted = new Set(before.map((step) => step.from));
  const amounts = after.map((step) => {
    const amount = step.unitPrice === null ? null : format(step.unitPrice);
    return {
      before: posted.has(step.from) ? amount : null,
      after: amount,
      note: daysOf({ ...step, before: null, after: "" }),
    };
  });
  return [amounts.map(({ note }) => ({ before: "charge", after: "charge", note })), amounts];
}

const asMeant = (values: Values): Values => ({ ...values, done: false });

function isTimeline(values: ItemChange["before"]): values is TimelineStep[] | null {
  return values === null || Array.isArray(values);
}

function quantityValues(before: TimelineStep[], after: TimelineStep[] | null, format: Format): Values[] {
  if (after === null) return unchangedValues(before.at(-1)?.quantity ?? null, format);
  const quantities = (steps: TimelineStep[]) => steps.map((step) => ({ ...step, value: step.quantity }));
  const changes = timelineChanges(quantities(before), quantities(after));
  if (changes.length === 0) return unchangedValues(after.at(-1)?.quantity ?? null, format);
  return changes.map((change, index) => {
    const after = afterText(change, format);
    // A new line that begins with several quantities is new once.
    const goesOn = change.before === null && changes[index - 1]?.before === null;
    const before = change.before === null ? null : format(change.before);
    return { before: goesOn ? after : before, after, note: daysOf(change) };
  });
}

/** Prices are compared on days that have a line before and after: that a line begins or ends, its quantity says. */
function priceValues(before: TimelineStep[], after: TimelineStep[] | null, format: Format): Values[] {
  const prices = (steps: TimelineStep[]) => steps.map((step) => ({ ...step, value: step.unitPrice }));
  const changes = timelineChanges(prices(before), prices(after ?? before)).filter(
    (change) => change.before !== null && change.after !== null,
  );
  if (changes.length > 0) {
    return changes.map((change) => ({
      before: change.before && format(change.before),
      after: change.after && format(change.after),
      note: daysOf(change),
    }));
  }
  const held = after === null || after.length === 0 ? before : after;
  const steps = timelineChanges([], prices(held)).flatMap((step) =>
    unchangedValues(step.after, format).map((values) => ({ ...values, note: daysOf(step) })),
  );
  const distinct = new Set(steps.map((step) => step.after));
  return distinct.size > 1 ? steps : steps.slice(0, 1).map(({ note: _, ...values }) => values);
}

function productValues(item: ItemChange, text: (prices: ItemPrices) => string): Values[] {
  const of = (prices: ItemChange["before"]) => (prices && !Array.isArray(prices) ? text(prices) : null);
  const [before, after] = [of(item.before), of(item.after)];
  if (before === null && after === null) return [];
  return [{ before, after: after ?? before }];
}

function unchangedValues(value: DecimalText | null, format: Format): Values[] {
  return value === null ? [] : [{ before: format(value), after: format(value) }];
}

/** null reads as "ends", which is right only for an open end. */
function afterText(change: StepChange, format: Format): string | null {
  if (change.after !== null) return format(change.after);
  return change.to === null ? null : format("0");
}

function daysOf({ from, to, after }: StepChange): string {
  return after === null && to === null ? `after ${formatDate(dayBefore(from))}` : formatDateRange(from, to);
}
