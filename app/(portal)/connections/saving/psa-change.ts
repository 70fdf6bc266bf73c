import { randomUUID } from "node:crypto";
import type { JWK } from "jose";
import { autotaskInput, connectWiseInput } from "@/app/(portal)/connections/saving/access-input";
import {
  lookAgain,
  overtaken,
  savedNotice,
  sealKeys,
  testAtOnce,
} from "@/app/(portal)/connections/saving/access-saving";
import { decideKeys } from "@/app/(portal)/connections/saving/entered-keys";
import { plainSite, sameSite } from "@/app/(portal)/connections/saving/site";
import { type Tenancy, tenantProblem } from "@/app/(portal)/connections/saving/tenant-rule";
import type { Transaction } from "@/db/client";
import {
  addConnection,
  type ConnectionEntry,
  changeConnection,
  lockConnection,
} from "@/db/commands/portal/save-access";
import { tiesOfConnection } from "@/db/queries/portal/connection-ties";
import type { PsaKind } from "@/db/schema";
import { type Change, type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { autotaskHost } from "@/lib/psa-links";
import type { Session } from "@/lib/session";

export const connectWiseRule = {
  role: "admin",
  input: connectWiseInput,
  secrets: ["publicKey", "privateKey", "clientId"],
} as const;

export const autotaskRule = {
  role: "admin",
  input: autotaskInput,
  secrets: ["secret", "integrationCode"],
} as const;

/** Connects ConnectWise or changes the connection. Keys are sealed to the worker here and are never shown again. */
export function changeConnectWise(publicKey: () => JWK): Changing<typeof connectWiseInput> {
  return async ({ session, tx, input }) => {
    const { id, version, name, account, clientId, privateKey } = input;
    const site = requireSite(input.site);
    const current = await lockCurrent(tx, session, "connectwise", { id, version });
    const same = current
      ? { site: sameSite(current.site, site), account: current.account === account, told: false }
      : null;
    return savePsa(tx, session, {
      kind: "connectwise",
      id,
      current: same,
      entry: { name, site, account },
      sameAddress: current?.site === site && current.account === account,
      entered: { publicKey: input.publicKey, privateKey, clientId },
      shown: input.publicKey,
      changedWords: "The site or the company has changed: enter the keys again.",
      publicKey: publicKey(),
    });
  };
}

/**
 * Connects Autotask or changes the connection. The zone is found by the worker from the user name; another address
 * than Autotask's own is only for test systems, which the worker must have been allowed to call.
 */
export function changeAutotask(publicKey: () => JWK): Changing<typeof autotaskInput> {
  return async ({ session, tx, input }) => {
    const { id, version, name, userName, secret, integrationCode } = input;
    const current = await lockCurrent(tx, session, "autotask", { id, version });
    const site = input.site
      ? requireSite(input.site)
      : input.site === undefined && current
        ? current.site
        : autotaskHost;
    const same = current
      ? { site: sameSite(current.site, site), account: current.account === userName, told: input.sameTenant }
      : null;
    return savePsa(tx, session, {
      kind: "autotask",
      id,
      current: same,
      entry: { name, site, account: userName },
      sameAddress: current?.site === site && current.account === userName,
      // The user name is sealed with the keys, so that the worker signs in with what was entered together.
      entered: { secret, integrationCode },
      alsoSealed: { userName },
      shown: integrationCode,
      changedWords: "The user or the address has changed: enter the keys again.",
      publicKey: publicKey(),
    });
  };
}

type Saving = {
  kind: PsaKind;
  id: string | null;
  /** What of the saved connection stays as it is; null: a new one. */
  current: Tenancy | null;
  entry: ConnectionEntry;
  /** To the letter: old keys never go to another host or user. */
  sameAddress: boolean;
  entered: Record<string, string>;
  alsoSealed?: Record<string, string>;
  /** The key that a person recognises by its last characters. */
  shown: string;
  changedWords: string;
  publicKey: JWK;
};

async function savePsa(tx: Transaction, session: Session, saving: Saving): Promise<Change> {
  const { kind, id, current, entry, sameAddress, entered, shown, publicKey } = saving;
  const of = { orgId: session.orgId, id: id ?? randomUUID() };
  if (current) {
    const problem = tenantProblem(kind, current, await tiesOfConnection(tx, of));
    if (problem) throw new MutationRefused(problem.title, problem);
  }
  const decision = decideKeys(entered, {
    kept: sameAddress,
    because: current ? saving.changedWords : "Fill this in.",
  });
  if (decision.kind === "refused") throw new MutationRefused(lookAgain, decision);
  const keys =
    decision.kind === "seal"
      ? await sealKeys(publicKey, of, { ...saving.alsoSealed, ...decision.keys }, shown)
      : null;
  if (current) await changeConnection(tx, of, { ...entry, keys, elsewhere: !sameAddress });
  else if (keys) await addConnection(tx, { ...of, kind }, { ...entry, ...keys });
  if (keys) await testAtOnce(tx, session, "test_connection", of.id);
  return {
    audit: {
      action: current ? "connection_changed" : "connection_added",
      subject: of.id,
      facts: { kind, ...entry, keys: keys ? "replaced" : "kept" },
    },
    to: links.connections(),
    notice: savedNotice(keys),
  };
}

/** The connection as it is saved, locked; null for a new one. A form of the other kind of PSA does not fit it. */
async function lockCurrent(
  tx: Transaction,
  { orgId }: Session,
  kind: PsaKind,
  { id, version }: { id: string | null; version: number | null },
) {
  if (id === null) return null;
  const current = await lockConnection(tx, { orgId, id });
  if (current?.version !== version || current?.kind !== kind) throw overtaken();
  return current;
}

function requireSite(text: string): string {
  const site = plainSite(text);
  if (site !== null) return site;
  throw new MutationRefused(lookAgain, { fieldErrors: { site: "This is not the address of a site." } });
}
