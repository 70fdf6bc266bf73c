import { formatMonth } from "@/lib/format/billing-date";
import type { IsoDate } from "@/lib/values";

type Titled = {
  kind: "customers" | "products";
  mode: "live" | "preview";
  periodStart: IsoDate | null;
};

/** A run's headline: "Invoice of October 2026", "Preview of the invoice of October 2026", "Products sync". */
export function runTitle({ kind, mode, periodStart }: Titled): string {
  const preview = mode === "preview";
  if (kind === "customers" && periodStart) {
    return `${preview ? "Preview of the invoice" : "Invoice"} of ${formatMonth(periodStart)}`;
  }
  const sync = `${kind === "customers" ? "Customers" : "Products"} sync`;
  return preview ? `Preview of the ${sync.toLowerCase()}` : sync;
}

export const kindWords = { customers: "Customers", products: "Products" } as const;

type Triggered = {
  trigger: "schedule" | "new_invoice" | "person" | "retry";
  requesterName: string | null;
  requesterEmail: string | null;
};

/** Why a run was started and by whom: "by schedule", "by Maria", "retry by itself". */
export function triggerWords({ trigger, requesterName, requesterEmail }: Triggered): string {
  const person = requesterName ?? requesterEmail;
  switch (trigger) {
    case "schedule":
      return "by schedule";
    case "new_invoice":
      return "because of a new invoice";
    case "person":
      return person ? `by ${person}` : "from the terminal";
    case "retry":
      return person ? `retry by ${person}` : "retry by itself";
  }
}

/** Why a run waits, in a sentence. `reason` is the issue code that put it back to wait, or "turn". */
export function waitWords(reason: string | null, psa: string): string {
  if (reason === null)
    return `A change got no answer; it is read back once ${psa} has certainly given it up.`;
  if (reason === "turn") {
    return "Other syncs have waited for their turn and come first. It goes on by itself where it was.";
  }
  if (reason === "psa_rate_limited") {
    return `${psa} limits how many calls may be made, and for now enough are used. It goes on by itself.`;
  }
  if (reason.startsWith("source_")) return "PRISM cannot be reached at the moment.";
  return `${psa} cannot be reached at the moment, so it is left alone until it is asked again.`;
}

/** Why an item was left out, short enough for the tie-out bar. */
const skipWords: Record<string, string> = {
  not_mapped: "not mapped",
  customer_off: "customer’s sync is off",
  azure_off: "Azure usage is off",
  annual_off: "annual subscriptions are off",
  annual_not_mapped: "no agreement is mapped for annual payments",
  trial: "trial",
  excluded: "excluded",
  usage_unassigned: "usage of no customer",
  rejected: "rejected by a person",
};

/** Unknown and missing reasons read as "skipped". */
export function skippedBecause(reason: string | null): string {
  return skipWords[reason ?? ""] ?? "skipped";
}
