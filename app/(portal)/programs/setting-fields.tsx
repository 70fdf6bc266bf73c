import type { SettingName, SettingsOffer, SettingsValues } from "@/app/(portal)/programs/setting-values";
import { wordsOf } from "@/app/(portal)/programs/setting-values";
import type { SettingWords } from "@/app/(portal)/programs/setting-words";
import {
  SelectField,
  type SelectOption,
  TextareaField,
  TextField,
  type TextFieldProps,
} from "@/components/ui/fields";
import { SwitchField } from "@/components/ui/switch-field";
import type { FormState } from "@/lib/forms/form-state";

/** What every field of the settings form needs to know. */
export type SettingsForms = {
  state: FormState;
  saved: SettingsValues;
  /** Somebody else has saved meanwhile: what is saved now stands below each field that differs. */
  overtaken: boolean;
  offer: SettingsOffer;
  labels: SettingWords;
};

type SettingProps = { of: SettingsForms; name: SettingName };

function fieldOf({ of, name }: SettingProps) {
  const { state, saved, overtaken, offer, labels } = of;
  // Browsers send the lines of a text with CRLF between.
  const value = state.values[name]?.replaceAll("\r\n", "\n") ?? saved[name];
  const differs = overtaken && value !== saved[name];
  const now = differs ? `Saved now: ${wordsOf(name, saved[name], offer)}` : null;
  const { label, hint } = labels[name];
  const hints = [now, hint].filter(Boolean).join(" · ");
  return { value, props: { name, label, error: state.fieldErrors[name], hint: hints } };
}

export function SwitchSetting(setting: SettingProps) {
  const { value, props } = fieldOf(setting);
  return <SwitchField key={`${setting.name} ${value}`} defaultChecked={value === "yes"} {...props} />;
}

export function ChoiceSetting({ options, ...setting }: SettingProps & { options: SelectOption[] }) {
  const { value, props } = fieldOf(setting);
  // A select that is reset goes back to what it was made with, so another choice makes another select.
  return <SelectField key={`${setting.name} ${value}`} options={options} defaultValue={value} {...props} />;
}

export function TextSetting({
  of,
  name,
  ...rest
}: SettingProps & Omit<TextFieldProps, "name" | "label" | "hint" | "error">) {
  const { value, props } = fieldOf({ of, name });
  return <TextField defaultValue={value} {...props} {...rest} />;
}

export function LinesSetting(setting: SettingProps) {
  const { value, props } = fieldOf(setting);
  return <TextareaField rows={4} spellCheck={false} autoComplete="off" defaultValue={value} {...props} />;
}
