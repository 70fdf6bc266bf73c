import { CallCounter } from "../../http/call-counter";
import { FaultTable } from "../../http/fault-table";
import { serve } from "../../http/serve";
import { WriteLog } from "../../http/write-log";
import { buildWorld } from "../../world/build";
import type { ScenarioName } from "../../world/seed";
import { createPrismService, type PrismOptions } from "../service";

const newestUsageMonth = "2026-10-01";

/** PRISM's stand-in on a port of its own, with a token and short ways to call it. */
export async function listenAsPrism(scenario: ScenarioName, options: PrismOptions = {}) {
  const world = buildWorld({ scenario, newestUsageMonth });
  const service = createPrismService(world.prism, options);
  const records = { faults: new FaultTable(), writes: new WriteLog(), calls: new CallCounter() };
  const { url, close } = await serve(() => service, records, { host: "127.0.0.1", port: 0 });

  const askToken = (fields: Record<string, string> = {}) =>
    fetch(`${url}/core/connect/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: service.credentials.clientId,
        client_secret: service.credentials.clientSecret,
        scope: "rhipeapi",
        ...fields,
      }),
    });
  const newToken = async (): Promise<string> => (await (await askToken()).json()).access_token;
  let token = await newToken();

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  return {
    world,
    service,
    records,
    url,
    close,
    askToken,
    call,
    async renewToken() {
      token = await newToken();
    },
    text: async (path: string) => (await call(path)).text(),
    json: async (path: string) => (await call(path)).json(),
  };
}

export type PrismListening = Awaited<ReturnType<typeof listenAsPrism>>;
