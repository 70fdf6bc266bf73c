import type { SelectOption } from "@/components/ui/fields";
import type { ProgramSettings } from "@/db/commands/portal/save-program-settings";
import type { ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { SettingChoice, SettingChoices } from "@/db/queries/portal/setting-choices";
import type { HandEditPolicy, ProductMode, PsaKind } from "@/db/schema";

type Sync = ProgramOverview["sync"];

const switches = [
  "customersEnabled",
  "productsEnabled",
  "azureEnabled",
  "annualEnabled",
  "extendContracts",
] as const;

export type SettingName = keyof ProgramSettings;

/** The settings as the form's fields hold them. */
export type SettingsValues = Record<SettingName, string>;

/** What the form offers beside what every program sync has; null or empty: not asked for. */
export type SettingsOffer = {
  kind: PsaKind;
  services: SelectOption[];
  charges: SelectOption[];
  vendors: SelectOption[];
  priceOwners: SelectOption[];
};

export const hours: SelectOption[] = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

const modeWords: Record<ProductMode, string> = {
  all: "Every product of the price list",
  in_use: "Only products that enabled customers use",
};
export const modes = optionsOf(modeWords);

const handEditWords: Record<HandEditPolicy, string> = {
  overwrite: "Set back to the invoice",
  keep: "Keep what stands in the PSA",
  ask: "Ask each time",
};
export const handEdits = optionsOf(handEditWords);

function optionsOf(words: Record<string, string>): SelectOption[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export function valuesOf(sync: Sync): SettingsValues {
  const yesNo = (on: boolean) => (on ? "yes" : "no");
  return {
    customersEnabled: yesNo(sync.customersEnabled),
    productsEnabled: yesNo(sync.productsEnabled),
    productMode: sync.productMode,
    azureEnabled: yesNo(sync.azureEnabled),
    annualEnabled: yesNo(sync.annualEnabled),
    handEdits: sync.handEdits,
    guardQuantity: sync.guardQuantity === null ? "" : String(sync.guardQuantity),
    guardMoney: sync.guardMoney ?? "",
    guardPercent: sync.guardPercent === null ? "" : String(sync.guardPercent),
    notifyAddresses: sync.notifyAddresses.join("\n"),
    scheduleHour: String(sync.scheduleHour),
    staleAfterDays: String(sync.staleAfterDays),
    priceContractAgreementId: sync.priceContractAgreementId ?? "",
    extendContracts: yesNo(sync.extendContracts),
    serviceBillingCodeId: sync.serviceBillingCodeId ?? "",
    chargeBillingCodeId: sync.chargeBillingCodeId ?? "",
    vendorId: sync.vendorId ?? "",
  };
}

/** What can be chosen in the settings of this program sync. */
export function offerOf(
  kind: PsaKind,
  sync: Sync,
  { offered, contractAgreements }: SettingChoices,
): SettingsOffer {
  const codes = (of: SettingChoice["kind"], saved: string | null, none: string) =>
    choiceOptions(offered, of, saved, none);
  return {
    kind,
    services: codes("service_billing_code", sync.serviceBillingCodeId, "None chosen yet"),
    charges: codes("charge_billing_code", sync.chargeBillingCodeId, "None"),
    vendors: codes("vendor", sync.vendorId, "None"),
    priceOwners: ownerOptions(contractAgreements, sync.priceContractAgreementId),
  };
}

/** One that is inactive, or that the PSA does not name any more, is only offered while it is the saved one. */
function choiceOptions(
  offered: SettingChoice[],
  kind: SettingChoice["kind"],
  saved: string | null,
  none: string,
): SelectOption[] {
  const known = offered.filter((one) => one.kind === kind && (!one.inactive || one.psaId === saved));
  const gone = saved !== null && known.every((one) => one.psaId !== saved);
  return [
    { value: "", label: none },
    ...known.map(({ psaId, name, inactive }) => ({
      value: psaId,
      label: inactive ? `${name} (inactive)` : name,
    })),
    ...(gone ? [{ value: saved, label: `Number ${saved} (not in the list any more)` }] : []),
  ];
}

function ownerOptions(agreements: string[], saved: string | null): SelectOption[] {
  const all = saved === null || agreements.includes(saved) ? agreements : [...agreements, saved];
  if (all.length < 2) return [];
  return [
    { value: "", label: "The first that names a product" },
    ...all.map((id) => ({ value: id, label: id })),
  ];
}

/** How a saved value reads: the label of its choice, on or off, or as it stands. */
export function wordsOf(name: SettingName, value: string, offer: SettingsOffer): string {
  const options: Partial<Record<SettingName, SelectOption[]>> = {
    productMode: modes,
    handEdits,
    scheduleHour: hours,
    serviceBillingCodeId: offer.services,
    chargeBillingCodeId: offer.charges,
    vendorId: offer.vendors,
    priceContractAgreementId: offer.priceOwners,
  };
  const chosen = options[name]?.find((option) => option.value === value)?.label;
  if (chosen) return chosen;
  if (switches.some((one) => one === name)) return value === "yes" ? "on" : "off";
  return value.replaceAll("\n", ", ") || "nothing";
}
