import { z } from "zod";
import type { connections, sources } from "@/db/schema";
import type { WorkerEnv } from "@/lib/env";
import { ApiError } from "@/lib/errors";
import { openSealed } from "@/lib/seal";
import { createConnectWiseConnector } from "../connectors/connectwise/provider";
import type { ConnectorHooks } from "../connectors/http/types";
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
const prismKeys = z.object({ clientId: z.string(), clientSecret: z.string() });

/** Opens a connection's keys, which only the worker can, and makes its connector. Throws ApiError, SealError. */
export async function openPsa(
  env: WorkerEnv,
  connection: Connection,
  hooks: ConnectorHooks = {},
): Promise<Opened<PsaConnector>> {
  if (connection.kind !== "connectwise") {
    throw new ApiError({
      service: connection.kind,
      kind: "rejected",
      words: "This PSA is not supported yet.",
    });
  }
  const binding = { orgId: connection.orgId, subject: connection.id };
  const keys = connectWiseKeys.parse(
    await openSealed(env.CREDENTIALS_PRIVATE_KEY, binding, connection.sealedCredentials),
  );
  const connector = createConnectWiseConnector({
    ...hooks,
    site: connection.site,
    companyId: connection.account,
    ...keys,
    allowSandbox: env.SANDBOX,
    hostSuffixes: env.PSA_HOST_SUFFIXES,
  });
  return { connector, close: () => connector.close() };
}

/** Opens the PRISM account of an organisation. */
export async function openSource(
  env: WorkerEnv,
  source: Source,
  hooks: ConnectorHooks = {},
): Promise<Opened<SourceConnector>> {
  const binding = { orgId: source.orgId, subject: source.id };
  const keys = prismKeys.parse(
    await openSealed(env.CREDENTIALS_PRIVATE_KEY, binding, source.sealedCredentials),
  );
  const connector = createPrismConnector({
    ...hooks,
    apiUrl: env.PRISM_API_URL,
    identityUrl: env.PRISM_IDENTITY_URL,
    ...keys,
  });
  return { connector, close: () => connector.close() };
}

/** Opens both sides of a program sync. Throws ApiError, SealError. */
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
