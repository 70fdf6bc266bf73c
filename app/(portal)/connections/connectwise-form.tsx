"use client";

import { useActionState } from "react";
import { saveConnectWise } from "@/app/(portal)/connections/actions";
import { TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";

type ConnectWiseFormProps = {
  /** Null: a new connection. */
  saved: { id: string; version: number; name: string; site: string; account: string; hint: string } | null;
};

/** The entries of a ConnectWise connection. Keys are never shown again; left empty they stay as they are. */
export function ConnectWiseForm({ saved }: ConnectWiseFormProps) {
  const [state, action] = useActionState(saveConnectWise, emptyFormState);
  const kept = saved ? "Leave it empty to keep the one that is saved." : undefined;
  const entry = (name: "name" | "site" | "account", value: string) => ({
    name,
    defaultValue: state.values[name] ?? value,
    error: state.fieldErrors[name],
    required: true,
    maxLength: 200,
  });
  const key = (name: string) => ({
    name,
    error: state.fieldErrors[name],
    required: saved === null,
    maxLength: 500,
    autoComplete: "off",
    spellCheck: false,
  });
  return (
    <form action={action} className="max-w-xl">
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <input type="hidden" name="id" value={saved?.id ?? ""} />
      <input type="hidden" name="version" value={saved?.version ?? ""} />
      <TextField
        label="Name"
        hint="What you call it here."
        {...entry("name", saved?.name ?? "ConnectWise")}
      />
      <TextField
        label="Site"
        hint="The host that you sign in at, for example na.myconnectwise.net."
        placeholder="na.myconnectwise.net"
        autoCapitalize="none"
        {...entry("site", saved?.site ?? "")}
      />
      <TextField
        label="Company id"
        hint="The company that you enter when you sign in."
        autoCapitalize="none"
        {...entry("account", saved?.account ?? "")}
      />
      {saved ? (
        <p className="mb-4 max-w-prose text-soft">
          The saved public key {saved.hint ? `ends in ${saved.hint}` : "is not shown"}. To replace the keys,
          enter all three. When the site or the company changes they must be entered again, so that old keys
          never reach another host.
        </p>
      ) : null}
      <TextField label="Public key" hint={kept} {...key("publicKey")} />
      <TextField label="Private key" type="password" hint={kept} {...key("privateKey")} />
      <TextField
        label="Client id"
        hint={kept ?? "From ConnectWise’s developer network; it names the integration."}
        {...key("clientId")}
      />
      <SubmitButton variant="primary" pendingLabel="Saving…">
        Save and test
      </SubmitButton>
    </form>
  );
}
