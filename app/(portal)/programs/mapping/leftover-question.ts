import { usualLastDay } from "@/app/(portal)/programs/mapping/leftover";
import type { LeftoverQuestion } from "@/app/(portal)/programs/mapping/leftover-fields";
import type { LoadedMapping } from "@/app/(portal)/programs/mapping/load-mapping";
import type { RadioOption } from "@/components/ui/radio-cards";
import { countKeys } from "@/db/queries/portal/open-lines";
import { countOf } from "@/lib/format/number";
import type { PsaWords } from "@/lib/psa-names";

/**
 * What a form asks about the lines of ours that a change may leave behind; null: there are none. `only` when the form
 * cannot but leave them, so that one of two answers is needed.
 */
export function leftoverQuestion(
  { openLines, savedAgreement }: LoadedMapping,
  words: PsaWords,
  { only }: { only: boolean },
): LeftoverQuestion | null {
  const count = countKeys(openLines);
  if (count === 0) return null;
  const lines = countOf(count, "open line");
  const { it, they } = pronouns(count);
  const usual = usualLastDay(savedAgreement);
  return {
    legend: only
      ? `What becomes of the ${lines} of ours in ${words.name}?`
      : `If you switch the sync off or choose another ${words.agreement}: what becomes of the ${lines} of ours there?`,
    options: [
      ...(only ? [] : [untouched(words)]),
      {
        value: "end",
        label: `End ${it}`,
        note: `On the day below, by the next sync. Days that ${words.name} has invoiced stay as they are.`,
      },
      {
        value: "keep",
        label: `Keep ${it}`,
        note: [
          `${words.name} goes on billing ${it} until somebody changes ${it} there.`,
          ...(only ? [] : [afterMove(words, it)]),
        ].join(" "),
      },
    ],
    chosen: only ? undefined : "unasked",
    lastDay: usual ?? "",
    lastDayHint: [
      `Only if ${they} to end.`,
      ...(usual ? ["Filled in is the last day before the next invoice."] : []),
      `Left empty: as early as nothing changes that ${words.name} has invoiced.`,
    ].join(" "),
  };
}

function untouched({ agreement }: PsaWords): RadioOption {
  return {
    value: "unasked",
    label: "Neither changes",
    note: `The sync and the ${agreement} stay as they are, and so do the lines.`,
  };
}

function afterMove({ agreement }: PsaWords, it: string): string {
  return `After a move, nothing is written beside ${it} on the other ${agreement} until you allow both on Sync Status.`;
}

function pronouns(count: number) {
  return count === 1 ? { it: "it", they: "it is" } : { it: "them", they: "they are" };
}
