import { usualLastDay } from "@/app/(portal)/programs/mapping/leftover";
import type { LeftoverQuestion } from "@/app/(portal)/programs/mapping/leftover-fields";
import type { LoadedMapping } from "@/app/(portal)/programs/mapping/load-mapping";
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
  const one = count === 1;
  const lines = countOf(count, "open line");
  const usual = usualLastDay(savedAgreement);
  const untouched = {
    value: "unasked",
    label: "Neither changes",
    note: `The sync stays on and the ${words.agreement} is the same, so the lines are kept up to date as before.`,
  };
  return {
    legend: only
      ? `What becomes of the ${lines} of ours in ${words.name}?`
      : `If you switch the sync off or choose another ${words.agreement}: what becomes of the ${lines} of ours that ${one ? "goes" : "go"} on billing?`,
    options: [
      ...(only ? [] : [untouched]),
      {
        value: "end",
        label: one ? "End it" : "End them",
        note: `On the day below, by the next sync. Days that ${words.name} has invoiced stay as they are.`,
      },
      {
        value: "keep",
        label: one ? "Keep it" : "Keep them",
        note: `${one ? "It goes" : "They go"} on billing as ${one ? "it is" : "they are"} until somebody changes ${one ? "it" : "them"} in ${words.name}.`,
      },
    ],
    chosen: only ? undefined : "unasked",
    lastDay: usual ?? "",
    lastDayHint: `Only if ${one ? "it ends" : "they end"}. ${
      usual
        ? "Filled in is the last day before the next invoice."
        : `Left empty: as early as nothing changes that ${words.name} has invoiced.`
    }`,
  };
}
