import { randomUUID } from "node:crypto";
import type { JWK } from "jose";
import { connectWiseInput, sourceInput } from "@/app/(portal)/connections/access-input";
import { decideKeys, hintOf } from "@/app/(portal)/connections/entered-keys";
import { plainSite } from "@/app/(portal)/connections/site";
import type { Transaction } from "@/db/client";
import {
  addConnection,
  addSource,
  changeConnection,
  changeSource,
  lockConnection,
  lockSource,
  type SealedKeys,
} from "@/db/commands/portal/save-access";
import { requestTask } from "@/db/commands/tasks/request-task";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";
import { seal } from "@/lib/seal";
import type { Session } from "@/lib/session";

const lookAgain = "Please look at the fields again.";

export const connectWiseRule = {
  role: "admin",
  input: connectWiseInput,
  secrets: ["publicKey", "privateKey", "clientId"],
} as const;

export const sourceRule = {
  role: "admin",
  input: sourceInput,
  secrets: ["clientId", "clientSecret"],
} as const;

/** Connects ConnectWise or changes the connection. Keys are sealed to the worker here and are never shown again. */
export function changeConnectWise(publicKey: () => JWK): Changing<typeof connectWiseInput> {
  return async ({ session, tx, input }) => {
    const { id, version, name, account, privateKey, clientId } = input;
    const site = plainSite(input.site);
    if (site === null) {
      throw new MutationRefused(lookAgain, { fieldErrors: { site: "This is not the address of a site." } });
    }
    const current = id === null ? null : await lockConnection(tx, { orgId: session.orgId, id });
    if (id && current?.version !== version) throw overtaken();
    const sameAddress = current ? current.site === site && current.account === account : false;
    const decision = decideKeys(
      { publicKey: input.publicKey, privateKey, clientId },
      {
        kept: sameAddress,
        because: current ? "The site or the company has changed: enter the keys again." : "Fill this in.",
      },
    );
    if (decision.kind === "refused") throw new MutationRefused(lookAgain, decision);
    const of = { orgId: session.orgId, id: id ?? randomUUID() };
    const keys =
      decision.kind === "seal" ? await sealed(publicKey(), of, decision.keys, hintOf(input.publicKey)) : null;
    const entry = { name, site, account };
    if (current) await changeConnection(tx, of, entry, keys);
    else if (keys) await addConnection(tx, { ...of, kind: "connectwise" }, { ...entry, ...keys });
    if (keys) await testAtOnce(tx, session, "test_connection", of.id);
    return {
      audit: {
        action: current ? "connection_changed" : "connection_added",
        subject: of.id,
        facts: { name, site, account, keys: keys ? "replaced" : "kept" },
      },
      to: links.connections(),
      notice: savedNotice(keys),
    };
  };
}

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
    const keys =
      decision.kind === "seal" ? await sealed(publicKey(), of, decision.keys, hintOf(clientId)) : null;
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

async function sealed(
  publicKey: JWK,
  of: { orgId: string; id: string },
  keys: Record<string, string>,
  hint: string,
): Promise<SealedKeys> {
  const binding = { orgId: of.orgId, subject: of.id };
  return { sealedCredentials: await seal(publicKey, binding, keys), hint };
}

async function testAtOnce(
  tx: Transaction,
  { orgId, userId }: Session,
  kind: "test_connection" | "test_source",
  subjectId: string,
): Promise<void> {
  await requestTask(tx, { orgId, kind, subjectId, requestedBy: userId }, { afresh: true });
}

function savedNotice(keys: SealedKeys | null) {
  return keys
    ? { title: "Saved. The keys are being tested.", text: "This page shows in a moment what came of it." }
    : { title: "Saved. The keys are the same as before." };
}

function overtaken(): MutationRefused {
  return new MutationRefused("Somebody else changed this meanwhile, so nothing was saved.", {
    text: "What you entered is still here, except the keys: enter them again and save.",
    stale: true,
  });
}
