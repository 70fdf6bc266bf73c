import { z } from "zod";
import type { connections, sources } from "@/db/schema";
import { credentialKeys, type WorkerEnv } from "@/lib/env";
import { ApiError } from "@/lib/errors";
import { openSealed, SealError } from "@/lib/seal";
import { service as autotask } from "../connectors/autotask/errors";
import { createAutotaskConnector } from "../connectors/autotask/provider";
import { service as connectWise } from "../connectors/connectwise/errors";
import { createConnectWiseConnector } from "../connectors/connectwise/provider";
import type { ConnectorHooks } from "../connectors/http/types";
import { service as prism } from "../connectors/prism/errors";
import { createPrismConnector } from "../connectors/prism/provider";
import type { PsaConnector } from "../connectors/psa";
import type { SourceConnector } from "../connectors/source";
import type { Connectors } from "../sync/run/engine";

type Connection = Pick<
  typeof connections.$inferSelect,
  "orgId" | "id" | "kind" | "site" | "account" | "sealedCredentials"
>;
type Source = Pick<typeof sources.$inferSelect, "orgId" | "id" | "sealedCredentials">;

export type Opened<C> = { connector: C; close: () => Promise<void> };

const connectWiseKeys = z.object({ publicKey: z.string(), privateKey: z.string(), clientId: z.string() });
const autotaskKeys = z.object({ userName: z.string(), secret: z.string(), integrationCode: z.string() });
const prismKeys = z.object({ clientId: z.string(), clientSecret: z.string() });

/** Keys that do not open are as good as refused: a person has to enter them again. Throws ApiError. */
async function openKeys<Keys>(
  env: WorkerEnv,
  schema: z.ZodType<Keys>,
  access: { orgId: string; id: string; sealedCredentials: string },
  service: string,
): Promise<Keys> {
  const binding = { orgId: access.orgId, subject: access.id };
  try {
    return schema.parse(await openSealed(credentialKeys(env), binding, access.sealedCredentials));
  } catch (cause) {
    if (!(cause instanceof SealError) && !(cause instanceof z.ZodError)) throw cause;
    const words = "The stored keys can no longer be opened here. Please enter them again.";
    throw new ApiError({ service, kind: "unauthorised", words, cause });
  }
}

/** Opens a connection's keys, which only the worker can, and makes its connector. Throws ApiError. */
export async function openPsa(
  env: WorkerEnv,
  connection: Connection,
  hooks: ConnectorHooks = {},
): Promise<Opened<PsaConnector>> {
  const shared = {
    ...hooks,
    site: connection.site,
    allowSandbox: env.SANDBOX,
    hostSuffixes: env.PSA_HOST_SUFFIXES,
  };
  switch (connection.kind) {
    case "connectwise": {
      const keys = await openKeys(env, connectWiseKeys, connection, connectWise);
      const connector = createConnectWiseConnector({ ...shared, companyId: connection.account, ...keys });
      return { connector, close: () => connector.close() };
    }
    case "autotask": {
      const keys = await openKeys(env, autotaskKeys, connection, autotask);
      const connector = createAutotaskConnector({ ...shared, ...keys });
      return { connector, close: () => connector.close() };
    }
  }
}

/** Opens the PRISM account of an organisation. Throws ApiError. */
export async function openSource(
  env: WorkerEnv,
  source: Source,
  hooks: ConnectorHooks = {},
): Promise<Opened<SourceConnector>> {
  const keys = await openKeys(env, prismKeys, source, prism);
  const connector = createPrismConnector({
    ...hooks,
    apiUrl: env.PRISM_API_URL,
    identityUrl: env.PRISM_IDENTITY_URL,
    ...keys,
  });
  return { connector, close: () => connector.close() };
}

/** Opens both sides of a program sync. Throws ApiError. */
export async function openConnectors(
  env: WorkerEnv,
  access: { source: Source; connection: Connection },
  hooks: ConnectorHooks = {},
): Promise<Connectors> {
  const source = await openSource(env, access.source, hooks);
  try {
    const psa = await openPsa(env, access.connection, hooks);
    return {
      source: source.connector,
      psa: psa.connector,
      close: async () => {
        await Promise.all([source.close(), psa.close()]);
      },
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}
