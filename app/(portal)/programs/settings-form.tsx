"use client";

import { type ReactNode, useActionState } from "react";
import {
  ChoiceSetting,
  LinesSetting,
  type SettingsForms,
  SwitchSetting,
  TextSetting,
} from "@/app/(portal)/programs/setting-fields";
import {
  handEdits,
  hours,
  modes,
  type SettingsOffer,
  type SettingsValues,
} from "@/app/(portal)/programs/setting-values";
import { labelsOf } from "@/app/(portal)/programs/setting-words";
import { saveSettings } from "@/app/(portal)/programs/settings-actions";
import { CheckboxField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";
import { psaWords } from "@/lib/psa-names";

type SettingsFormProps = {
  programSyncId: string;
  version: number;
  saved: SettingsValues;
  offer: SettingsOffer;
  timeZone: string;
};

export function SettingsForm({ programSyncId, version, saved, offer, timeZone }: SettingsFormProps) {
  const [state, action] = useActionState(saveSettings, emptyFormState);
  const overtaken = state.values.version !== undefined && state.values.version !== String(version);
  const labels = labelsOf(psaWords[offer.kind], timeZone);
  const of: SettingsForms = { state, saved, overtaken, offer, labels };
  return (
    <form action={action} className="max-w-2xl">
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <input type="hidden" name="programSyncId" value={programSyncId} />
      <input type="hidden" name="version" value={version} />
      <Group title="Invoices">
        <SwitchSetting of={of} name="customersEnabled" />
        <SwitchSetting of={of} name="azureEnabled" />
        <SwitchSetting of={of} name="annualEnabled" />
        <ChoiceSetting of={of} name="handEdits" options={handEdits} />
      </Group>
      <Group title="Hold a change of one subscription for approval">
        <div className="grid gap-x-6 sm:grid-cols-3">
          <TextSetting of={of} name="guardQuantity" inputMode="numeric" maxLength={7} />
          <TextSetting of={of} name="guardMoney" inputMode="decimal" maxLength={12} />
          <TextSetting of={of} name="guardPercent" inputMode="numeric" maxLength={5} />
        </div>
      </Group>
      <Group title="Products">
        <SwitchSetting of={of} name="productsEnabled" />
        <ChoiceSetting of={of} name="productMode" options={modes} />
        {offer.priceOwners.length > 0 ? (
          <ChoiceSetting of={of} name="priceContractAgreementId" options={offer.priceOwners} />
        ) : null}
      </Group>
      {offer.kind === "autotask" ? <AutotaskSettings of={of} offer={offer} /> : null}
      <Group title="When and who">
        <LinesSetting of={of} name="notifyAddresses" />
        <div className="grid gap-x-6 sm:grid-cols-2">
          <ChoiceSetting of={of} name="scheduleHour" options={hours} />
          <TextSetting of={of} name="staleAfterDays" type="number" min={1} max={366} required />
        </div>
      </Group>
      {state.fieldErrors.confirmOff ? (
        <CheckboxField
          name="confirmOff"
          value="yes"
          label="Yes, switch it off"
          hint={state.error?.text ?? ""}
          error={state.fieldErrors.confirmOff}
        />
      ) : null}
      <SubmitButton variant="primary" pendingLabel="Saving…">
        Save settings
      </SubmitButton>
    </form>
  );
}

function AutotaskSettings({ of, offer }: { of: SettingsForms; offer: SettingsOffer }) {
  return (
    <Group title="In Autotask">
      <ChoiceSetting of={of} name="serviceBillingCodeId" options={offer.services} />
      <ChoiceSetting of={of} name="chargeBillingCodeId" options={offer.charges} />
      <ChoiceSetting of={of} name="vendorId" options={offer.vendors} />
      <SwitchSetting of={of} name="extendContracts" />
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mb-6">
      <legend className="mb-2 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
