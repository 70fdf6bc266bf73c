import { settingsInput } from "@/app/(portal)/programs/settings-input";
import type { Transaction } from "@/db/client";
import {
  lockProgramSettings,
  type OptionalSettings,
  type ProgramSettings,
  saveProgramSettings,
} from "@/db/commands/portal/save-program-settings";
import { countSyncedCustomers } from "@/db/queries/portal/count-synced-customers";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import {
  listContractAgreements,
  listPsaChoices,
  type SettingChoice,
} from "@/db/queries/portal/setting-choices";
import { countOf } from "@/lib/format/number";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";

export const settingsRule = { role: "operator", input: settingsInput } as const;

/** Saves a program's settings; the second of two editors is told, and keeps what was typed. */
export const changeSettings: Changing<typeof settingsInput> = async ({ session, tx, input }) => {
  const { programSyncId, version, confirmOff, ...sent } = input;
  const of = { orgId: session.orgId, programSyncId, version };
  const settings = await fitSettings(tx, of, sent);
  const before = await saveProgramSettings(tx, of, settings);
  if (!before) throw overtaken();
  if (!confirmOff)
    await askBeforeOff(tx, { orgId: session.orgId, programSyncId }, { before, after: settings });
  return {
    audit: { action: "program_settings_saved", subject: programSyncId, facts: changesOf(before, settings) },
    notice: { title: "The settings are saved.", ...offWords(before, settings) },
  };
};

function overtaken(): MutationRefused {
  return new MutationRefused("Somebody else changed these settings meanwhile, so nothing was saved.", {
    text: "What you entered is still here, and below each field that differs stands what is saved now. Save again to replace it.",
    stale: true,
  });
}

/** Leaves out what the PSA does not have, and holds what is chosen against what can be chosen. Throws MutationRefused. */
async function fitSettings(
  tx: Transaction,
  of: { orgId: string; programSyncId: string },
  sent: ProgramSettings,
): Promise<ProgramSettings> {
  const sync = await findProgramSync(tx, of);
  const saved = await lockProgramSettings(tx, of);
  if (!sync || !saved) throw overtaken();
  const agreements = await listContractAgreements(tx, { ...of, programId: sync.programId });
  const errors: Partial<Record<keyof ProgramSettings, string>> = {};
  const owner = sent.priceContractAgreementId;
  if (owner && owner !== saved.priceContractAgreementId && !agreements.includes(owner)) {
    errors.priceContractAgreementId = "This contract agreement is not of the program.";
  }
  if (sync.connectionKind === "autotask") {
    const offered = await listPsaChoices(tx, { ...of, connectionId: sync.connectionId });
    Object.assign(errors, choiceErrors(sent, saved, offered));
  }
  if (Object.keys(errors).length > 0) {
    throw new MutationRefused("Please look at the fields again.", { fieldErrors: errors });
  }
  if (sync.connectionKind === "autotask") return sent;
  const { extendContracts, serviceBillingCodeId, chargeBillingCodeId, vendorId, ...fitting } = sent;
  return fitting;
}

const choiceFields = [
  ["serviceBillingCodeId", "service_billing_code"],
  ["chargeBillingCodeId", "charge_billing_code"],
  ["vendorId", "vendor"],
] as const;

function choiceErrors(
  sent: ProgramSettings,
  saved: OptionalSettings,
  offered: SettingChoice[],
): Partial<Record<keyof ProgramSettings, string>> {
  const errors: Partial<Record<keyof ProgramSettings, string>> = {};
  for (const [field, kind] of choiceFields) {
    const id = sent[field];
    const fits = offered.some((one) => one.kind === kind && one.psaId === id && !one.inactive);
    if (id && id !== saved[field] && !fits) {
      errors[field] = "This is not offered by Autotask any more. Choose another one, or refresh the list.";
    }
  }
  const code =
    sent.serviceBillingCodeId === undefined ? saved.serviceBillingCodeId : sent.serviceBillingCodeId;
  if (sent.productsEnabled && !code) {
    errors.serviceBillingCodeId = "Choose one: Autotask makes no service without it.";
  }
  return errors;
}

/** Throws MutationRefused, which saves nothing, where a sync would be switched off and nobody has said that it shall. */
async function askBeforeOff(
  tx: Transaction,
  of: { orgId: string; programSyncId: string },
  { before, after }: { before: ProgramSettings; after: ProgramSettings },
): Promise<void> {
  const stops = [
    ...(before.customersEnabled && !after.customersEnabled
      ? [customersStop(await countSyncedCustomers(tx, of))]
      : []),
    ...(before.productsEnabled && !after.productsEnabled
      ? ["No product gets an item in the PSA any more, and no price follows the price list."]
      : []),
  ];
  if (stops.length === 0) return;
  throw new MutationRefused("Nothing is saved yet: please confirm what stops.", {
    text: stops.join(" "),
    fieldErrors: { confirmOff: "Tick this and save again, or switch it on again." },
  });
}

function customersStop(customers: number): string {
  const whose = customers === 0 ? "" : ` of ${countOf(customers, "customer")}`;
  return `No new invoice${whose} is brought over, what is held or failed is not tried again, and nobody is mailed about it. The lines in the PSA go on billing as they are: nothing is ended.`;
}

function offWords(before: ProgramSettings, after: ProgramSettings): { text?: string } {
  if (!before.customersEnabled || after.customersEnabled) return {};
  return {
    text: "The customers sync is off: the lines in the PSA go on billing as they are, and nothing was ended.",
  };
}

/** Old and new values of what changed, for the audit. */
function changesOf(before: ProgramSettings, after: ProgramSettings): Record<string, string> {
  const text = (value: ProgramSettings[keyof ProgramSettings]) => String(value ?? "none");
  const names = Object.keys(after).filter((name): name is keyof ProgramSettings => name in before);
  return Object.fromEntries(
    names
      .filter((name) => after[name] !== undefined && text(before[name]) !== text(after[name]))
      .map((name) => [name, `${text(before[name])} → ${text(after[name])}`]),
  );
}
