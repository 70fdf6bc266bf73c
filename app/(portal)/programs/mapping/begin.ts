import { Temporal } from "temporal-polyfill";
import { formatDate, formatDateRange } from "@/lib/format/billing-date";
import type { IsoDate } from "@/lib/values";

/** What is known when a customer is mapped: its contract agreement's newest invoice, and where it begins so far. */
export type BeginFacts = {
  newestInvoice: { periodStart: IsoDate; periodEnd: IsoDate } | null;
  /** Null: it is not mapped yet. */
  beginFrom: IsoDate | null;
};

export type BeginOption = { value: string; label: string; note: string };

/**
 * With which invoice a customer can begin. The value of a choice names its day, so that what was chosen is what is
 * saved, also when an invoice has arrived in between. Without any invoice only the person can name the day. Pure.
 */
export function beginOptions({ newestInvoice, beginFrom }: BeginFacts): BeginOption[] {
  const options: BeginOption[] = [];
  if (beginFrom !== null) {
    options.push({
      value: `keep:${beginFrom}`,
      label: "As it is",
      note: `Invoices for usage from ${formatDate(beginFrom)} on are brought over.`,
    });
  }
  if (newestInvoice) {
    const { periodStart, periodEnd } = newestInvoice;
    const next = dayAfter(periodEnd);
    const choices = [
      {
        value: `recent:${periodStart}`,
        label: "Begin with the most recent invoice",
        note: `The one for ${formatDateRange(periodStart, periodEnd)}, with the next sync.`,
      },
      {
        value: `next:${next}`,
        label: "Begin with the next invoice",
        note: `Nothing before usage from ${formatDate(next)} on. Choose this if the most recent one is billed already.`,
      },
    ];
    options.push(...choices.filter((choice) => dayOf(choice.value) !== beginFrom));
  }
  options.push({
    value: "date",
    label: "Begin with a day that you name",
    note: newestInvoice
      ? "The first day of usage that is brought over; older invoices are taken up as well."
      : "No invoice has been read yet, so only you can say. A preview reads the newest one.",
  });
  return options;
}

/** The first day of usage that a choice stands for. "changed": it is not offered (any more). "missing": no day was named. */
export function beginDay(
  choice: { begin: string; beginDate: IsoDate | null },
  facts: BeginFacts,
): { day: IsoDate } | { problem: "changed" | "missing" } {
  if (choice.begin === "date") {
    return choice.beginDate === null ? { problem: "missing" } : { day: choice.beginDate };
  }
  const offered = beginOptions(facts).some((option) => option.value === choice.begin);
  return offered ? { day: dayOf(choice.begin) } : { problem: "changed" };
}

/**
 * The choice that stands selected: what a customer whose sync is on has. Whoever maps a customer or turns its sync
 * on has to choose.
 */
export function chosenBegin(mapping: { beginFrom: IsoDate; enabled: boolean } | null): string | undefined {
  return mapping?.enabled ? `keep:${mapping.beginFrom}` : undefined;
}

function dayOf(value: string): IsoDate {
  return value.slice(value.indexOf(":") + 1);
}

export function dayAfter(day: IsoDate): IsoDate {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}
