"use client";

import { useActionState } from "react";
import { saveSettings } from "@/app/(portal)/programs/settings-actions";
import { SelectField, TextareaField, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { SwitchField } from "@/components/ui/switch-field";
import { emptyFormState } from "@/lib/forms/form-state";

/** The settings as the form's fields hold them. */
export type SettingsValues = {
  customersEnabled: string;
  productsEnabled: string;
  productMode: string;
  notifyAddresses: string;
  scheduleHour: string;
  staleAfterDays: string;
};

type SettingsFormProps = {
  programSyncId: string;
  version: number;
  saved: SettingsValues;
  timeZone: string;
};

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

const modes = [
  { value: "in_use", label: "Only products that enabled customers use" },
  { value: "all", label: "Every product of the price list" },
];

const words: Partial<Record<keyof SettingsValues, Record<string, string>>> = {
  customersEnabled: { yes: "on", no: "off" },
  productsEnabled: { yes: "on", no: "off" },
  productMode: Object.fromEntries(modes.map(({ value, label }) => [value, label])),
  scheduleHour: Object.fromEntries(hours.map(({ value, label }) => [value, label])),
};

export function SettingsForm({ programSyncId, version, saved, timeZone }: SettingsFormProps) {
  const [state, action] = useActionState(saveSettings, emptyFormState);
  const overtaken = state.values.version !== undefined && state.values.version !== String(version);
  const field = (name: keyof SettingsValues, hint?: string) => {
    // Browsers send the lines of a text with CRLF between.
    const value = state.values[name]?.replaceAll("\r\n", "\n") ?? saved[name];
    const differs = overtaken && value !== saved[name];
    const savedWords = words[name]?.[saved[name]] ?? (saved[name].replaceAll("\n", ", ") || "nothing");
    const now = differs ? `Saved now: ${savedWords}` : null;
    return {
      value,
      props: { name, error: state.fieldErrors[name], hint: [now, hint].filter(Boolean).join(" · ") },
    };
  };
  const text = (name: keyof SettingsValues, hint?: string) => {
    const { value, props } = field(name, hint);
    return { ...props, defaultValue: value };
  };
  const tick = (name: keyof SettingsValues, hint?: string) => {
    const { value, props } = field(name, hint);
    return { ...props, defaultChecked: value === "yes" };
  };
  const chosen = (name: keyof SettingsValues, hint?: string) => ({
    ...text(name, hint),
    // A select that is reset goes back to what it was made with, so another choice makes another select.
    key: `${name} ${state.values[name] ?? saved[name]}`,
  });
  const { key: modeKey, ...mode } = chosen(
    "productMode",
    "A product of the price list becomes an item of the PSA.",
  );
  const { key: hourKey, ...hour } = chosen("scheduleHour", `Your organisation’s time, ${timeZone}.`);
  return (
    <form action={action} className="max-w-2xl">
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <input type="hidden" name="programSyncId" value={programSyncId} />
      <input type="hidden" name="version" value={version} />
      <SwitchField
        label="Bring invoices to the customers’ agreements"
        {...tick(
          "customersEnabled",
          "Off: nothing is written; lines that are in the PSA go on billing as they are.",
        )}
      />
      <SwitchField
        label="Keep the PSA’s items and prices equal to the price list"
        {...tick("productsEnabled")}
      />
      <SelectField key={modeKey} label="Products" options={modes} {...mode} />
      <TextareaField
        label="Who is told by mail"
        rows={4}
        spellCheck={false}
        autoComplete="off"
        {...text(
          "notifyAddresses",
          "One address to a line. They get failures, recoveries and what waits for review.",
        )}
      />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <SelectField key={hourKey} label="Look for a new invoice daily at" options={hours} {...hour} />
        <TextField
          label="Call a sync overdue after days"
          type="number"
          min={1}
          max={366}
          required
          {...text("staleAfterDays")}
        />
      </div>
      <SubmitButton variant="primary" pendingLabel="Saving…">
        Save settings
      </SubmitButton>
    </form>
  );
}
