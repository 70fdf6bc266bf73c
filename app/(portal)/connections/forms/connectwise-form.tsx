"use client";

import { useActionState } from "react";
import { saveConnectWise } from "@/app/(portal)/connections/actions";
import { AccessForm, entryField, keptHint, keyField } from "@/app/(portal)/connections/forms/access-form";
import { TextField } from "@/components/ui/fields";
import { emptyFormState } from "@/lib/forms/form-state";

type ConnectWiseFormProps = {
  /** Null: a new connection. */
  saved: { id: string; version: number; name: string; site: string; account: string; hint: string } | null;
};

/** The entries of a ConnectWise connection. Keys are never shown again; left empty they stay as they are. */
export function ConnectWiseForm({ saved }: ConnectWiseFormProps) {
  const [state, action] = useActionState(saveConnectWise, emptyFormState);
  const kept = saved ? keptHint : undefined;
  const entry = (name: string, value: string) => ({ ...entryField(state, name, value), required: true });
  const key = (name: string) => keyField(state, name, saved === null);
  return (
    <AccessForm action={action} state={state} saved={saved}>
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
    </AccessForm>
  );
}
