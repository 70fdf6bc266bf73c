import { randomUUID } from "node:crypto";
import type { Transaction } from "@/db/client";
import { connections } from "@/db/schema";
import { seal } from "@/lib/seal";
import type { SandboxEndpoints } from "../services/sandboxes";
import type { ProductSecrets } from "../services/secrets";

export const demoPsas = ["connectwise", "autotask"] as const;
export type DemoPsa = (typeof demoPsas)[number];

type Options = { orgId: string; endpoints: SandboxEndpoints; secrets: ProductSecrets };

/** A connection to the PSA's stand-in, as the portal's form would have saved it; answers its id. */
export async function addConnection(tx: Transaction, psa: DemoPsa, options: Options): Promise<string> {
  const id = randomUUID();
  const { orgId, endpoints, secrets } = options;
  const { keys, ...entry } = psa === "autotask" ? autotask(endpoints) : connectwise(endpoints);
  await tx.insert(connections).values({
    orgId,
    id,
    kind: psa,
    ...entry,
    sealedCredentials: await seal(secrets.credentialsPublicKey, { orgId, subject: id }, keys),
  });
  return id;
}

function connectwise({ connectwise: endpoint }: SandboxEndpoints) {
  const { url, companyId, ...keys } = endpoint;
  return { name: "ConnectWise", site: url, account: companyId, hint: keys.publicKey.slice(-4), keys };
}

function autotask({ autotask: endpoint }: SandboxEndpoints) {
  const { url, ...keys } = endpoint;
  const { userName, integrationCode } = keys;
  const site = new URL(url).origin;
  return { name: "Autotask", site, account: userName, hint: integrationCode.slice(-4), keys };
}
