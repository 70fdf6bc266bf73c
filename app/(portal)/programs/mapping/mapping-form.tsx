"use client";

import { useActionState } from "react";
import { mapCustomer } from "@/app/(portal)/programs/mapping/actions";
import { LeftoverFields, type LeftoverQuestion } from "@/app/(portal)/programs/mapping/leftover-fields";
import { SelectField, type SelectOption, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { RadioCards, type RadioOption } from "@/components/ui/radio-cards";
import { SubmitButton } from "@/components/ui/submit-button";
import { SwitchField } from "@/components/ui/switch-field";
import { emptyFormState } from "@/lib/forms/form-state";
import type { PsaWords } from "@/lib/psa-names";

export type MappingFormProps = {
  programSyncId: string;
  customerId: string;
  psaCompanyId: string;
  /** The line of a sync to go back to. */
  from?: string | undefined;
  /** Of the mapping that is saved; null: there is none. */
  version: number | null;
  /** What is saved, in a sentence, for the second of two editors. */
  savedWords: string | null;
  agreements: RadioOption[];
  /** Where annual payments go; the first stands for nowhere. */
  annual: SelectOption[];
  annualHint: string;
  strategies: RadioOption[];
  begins: RadioOption[];
  chosen: {
    agreement: string | undefined;
    annual: string;
    strategy: string;
    begin: string | undefined;
    enabled: boolean;
  };
  /** Null: no line of ours is open that could be left behind. */
  leftover: LeftoverQuestion | null;
  words: PsaWords;
};

export function MappingForm(props: MappingFormProps) {
  const { chosen, version, words } = props;
  const [state, action] = useActionState(mapCustomer, emptyFormState);
  const typed = state.values;
  const overtaken = typed.version !== undefined && typed.version !== String(version ?? "");
  const radio = (name: string, saved: string | undefined) => {
    const value = typed[name] ?? saved;
    return { key: `${name} ${value}`, chosen: value, error: state.fieldErrors[name] };
  };
  const { key: agreementKey, ...agreement } = radio("psaAgreementId", chosen.agreement);
  const { key: strategyKey, ...strategy } = radio("pricingStrategy", chosen.strategy);
  const { key: beginKey, ...begin } = radio("begin", chosen.begin);
  const enabled = (typed.enabled ?? (chosen.enabled ? "yes" : "no")) === "yes";
  const annual = typed.annualAgreementId ?? chosen.annual;
  const leftover = props.leftover && {
    ...props.leftover,
    chosen: typed.leftover ?? props.leftover.chosen,
    lastDay: typed.leftoverLastDay ?? props.leftover.lastDay,
  };
  return (
    <form action={action}>
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
          {overtaken ? (
            <p className="mt-1">{props.savedWords ?? "Now the customer is not mapped at all."}</p>
          ) : null}
        </Notice>
      ) : null}
      <input type="hidden" name="programSyncId" value={props.programSyncId} />
      <input type="hidden" name="customerId" value={props.customerId} />
      <input type="hidden" name="psaCompanyId" value={props.psaCompanyId} />
      <input type="hidden" name="version" value={version ?? ""} />
      {props.from ? <input type="hidden" name="from" value={props.from} /> : null}
      <RadioCards
        key={agreementKey}
        name="psaAgreementId"
        legend={words.Agreement}
        options={props.agreements}
        {...agreement}
      />
      <SelectField
        key={`annual ${annual}`}
        name="annualAgreementId"
        label={`${words.Agreement} for annual payments`}
        options={props.annual}
        hint={props.annualHint}
        defaultValue={annual}
        error={state.fieldErrors.annualAgreementId}
      />
      <RadioCards
        key={strategyKey}
        name="pricingStrategy"
        legend={`What the invoice sets in ${words.name}`}
        options={props.strategies}
        {...strategy}
      />
      <RadioCards key={beginKey} name="begin" legend="Begin" options={props.begins} {...begin} />
      <TextField
        name="beginDate"
        type="date"
        label="First day of usage"
        hint="Only if you begin with a day that you name."
        error={state.fieldErrors.beginDate}
        defaultValue={typed.beginDate ?? ""}
      />
      <SwitchField
        key={`enabled ${enabled}`}
        name="enabled"
        label="Sync this customer"
        hint="Off: later invoices are not brought over."
        defaultChecked={enabled}
        error={state.fieldErrors.enabled}
      />
      {leftover ? (
        <LeftoverFields
          key={`leftover ${leftover.chosen}`}
          question={leftover}
          idPrefix="mapping"
          errors={state.fieldErrors}
        />
      ) : null}
      <SubmitButton variant="primary" pendingLabel="Saving…">
        {version === null ? "Map the customer" : "Save the mapping"}
      </SubmitButton>
    </form>
  );
}
