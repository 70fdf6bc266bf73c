import { settingsInput } from "@/app/(portal)/programs/settings-input";
import { type ProgramSettings, saveProgramSettings } from "@/db/commands/portal/save-program-settings";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";

export const settingsRule = { role: "operator", input: settingsInput } as const;

/** Saves a program's settings; the second of two editors is told, and keeps what was typed. */
export const changeSettings: Changing<typeof settingsInput> = async ({ session, tx, input }) => {
  const { programSyncId, version, ...settings } = input;
  const of = { orgId: session.orgId, programSyncId, version };
  const before = await saveProgramSettings(tx, of, settings);
  if (!before) {
    throw new MutationRefused("Somebody else changed these settings meanwhile, so nothing was saved.", {
      text: "What you entered is still here, and below each field that differs stands what is saved now. Save again to replace it.",
      stale: true,
    });
  }
  return {
    audit: { action: "program_settings_saved", subject: programSyncId, facts: changesOf(before, settings) },
    notice: { title: "The settings are saved.", ...offWords(before, settings) },
  };
};

function offWords(before: ProgramSettings, after: ProgramSettings): { text?: string } {
  if (!before.customersEnabled || after.customersEnabled) return {};
  return {
    text: "The customers sync is off: the lines in the PSA go on billing as they are, and nothing was ended.",
  };
}

/** Old and new values of what changed, for the audit. */
function changesOf(before: ProgramSettings, after: ProgramSettings): Record<string, string> {
  const text = (value: ProgramSettings[keyof ProgramSettings]) => String(value);
  const names = Object.keys(after).filter((name): name is keyof ProgramSettings => name in before);
  return Object.fromEntries(
    names
      .filter((name) => text(before[name]) !== text(after[name]))
      .map((name) => [name, `${text(before[name])} → ${text(after[name])}`]),
  );
}
