import { randomUUID } from "node:crypto";
import type { JWK } from "jose";
import { sourceInput } from "@/app/(portal)/connections/saving/access-input";
import {
  lookAgain,
  overtaken,
  savedNotice,
  sealKeys,
  testAtOnce,
} from "@/app/(portal)/connections/saving/access-saving";
import { decideKeys } from "@/app/(portal)/connections/saving/entered-keys";
import { addSource, changeSource, lockSource } from "@/db/commands/portal/save-access";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

export const sourceRule = {
  role: "admin",
  input: sourceInput,
  secrets: ["clientId", "clientSecret"],
} as const;

/** Connects the PRISM account or changes its keys. */
export function changePrismAccount(publicKey: () => JWK): Changing<typeof sourceInput> {
  return async ({ session, tx, input }) => {
    const { id, version, name, clientId, clientSecret } = input;
    const current = id === null ? null : await lockSource(tx, { orgId: session.orgId, id });
    if (id && current?.version !== version) throw overtaken();
    const decision = decideKeys(
      { clientId, clientSecret },
      { kept: Boolean(current), because: "Fill this in." },
    );
    if (decision.kind === "refused") throw new MutationRefused(lookAgain, decision);
    const of = { orgId: session.orgId, id: id ?? randomUUID() };
    const keys = decision.kind === "seal" ? await sealKeys(publicKey(), of, decision.keys, clientId) : null;
    if (current) await changeSource(tx, of, { name }, keys);
    else if (keys) await addSource(tx, of, { name, ...keys });
    if (keys) await testAtOnce(tx, session, "test_source", of.id);
    return {
      audit: {
        action: current ? "source_changed" : "source_added",
        subject: of.id,
        facts: { name, keys: keys ? "replaced" : "kept" },
      },
      to: links.connections(),
      notice: savedNotice(keys),
    };
  };
}
