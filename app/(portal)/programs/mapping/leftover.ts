import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { countKeys, type OpenLine } from "@/db/queries/portal/open-lines";
import { formatDate } from "@/lib/format/billing-date";
import { countOf } from "@/lib/format/number";
import type { IsoDate } from "@/lib/values";

/** What a person wants for the lines in the PSA that a change leaves without a sync. */
export const leftoverChoices = ["unasked", "end", "keep"] as const;
export type LeftoverChoice = (typeof leftoverChoices)[number];

/** The fields of a form that may leave lines behind. */
export const leftoverInput = {
  leftover: z.enum(leftoverChoices).default("unasked"),
  leftoverLastDay: z
    .union([z.literal("").transform(() => null), z.iso.date("A day of the calendar.")])
    .default(null),
};

type Mapped = { psaAgreementId: string; enabled: boolean };

/**
 * Does a change leave lines that go on billing with no sync to keep them? `exceptAgreementId` is the agreement whose
 * lines are synced afterwards. null: nothing is left. `after` null: the mapping is taken away. Pure.
 */
export function leavesLines(
  before: Mapped | null,
  after: Mapped | null,
): { exceptAgreementId: string | null } | null {
  if (!before) return null;
  if (!after) return { exceptAgreementId: null };
  const switchedOff = before.enabled && !after.enabled;
  const moved = before.psaAgreementId !== after.psaAgreementId;
  if (!switchedOff && !moved) return null;
  return { exceptAgreementId: after.enabled ? after.psaAgreementId : null };
}

/** The last day that the PSA should bill when nothing is said: the one before its next invoice. null: not known. */
export function usualLastDay(agreement: { nextInvoiceDate: IsoDate | null } | null): IsoDate | null {
  const next = agreement?.nextInvoiceDate;
  return next ? Temporal.PlainDate.from(next).subtract({ days: 1 }).toString() : null;
}

/** What was decided, for the audit. */
export function leftoverFacts(lines: OpenLine[], choice: LeftoverChoice, lastDay: IsoDate | null): string {
  if (lines.length === 0) return "none";
  const count = countOf(countKeys(lines), "line");
  return choice === "end" ? `${count} to end ${lastDay ? `on ${lastDay}` : "at once"}` : `${count} kept`;
}

/** What becomes of the lines now, for the person. `synced`: a sync of the program is going to be run. */
export function leftoverWords(
  lines: OpenLine[],
  decided: { choice: LeftoverChoice; lastDay: IsoDate | null; synced: boolean },
  psa: string,
): string {
  const count = countKeys(lines);
  if (count === 0) return `No line of ours is open in ${psa} for it.`;
  const one = count === 1;
  if (decided.choice !== "end") {
    return `${countOf(count, "open line")} in ${psa} ${one ? "goes" : "go"} on billing as before: nothing was ended by this.`;
  }
  const when = decided.lastDay
    ? `with ${formatDate(decided.lastDay)}`
    : "as early as nothing changes that is invoiced";
  const by = decided.synced
    ? "The sync that does it has been asked for."
    : "The next customers sync does it; that sync is switched off in the settings.";
  return `${countOf(count, "open line")} in ${psa} ${one ? "is" : "are"} to end ${when}. ${by}`;
}
