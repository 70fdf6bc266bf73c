import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { EditRefused, type SandboxRequest, type SandboxResponse, type Service } from "../http/service";
import type { AutotaskSeed } from "../world/seed";
import { answerCall, type Limits } from "./answer-call";
import { tenantBilling } from "./billing";
import { tenantEntities } from "./entities";
import { HourlyThreshold } from "./limits/hourly-threshold";
import { ThreadLimit } from "./limits/thread-limit";
import { seedTenant } from "./seed-tenant";
import { autotaskSettings } from "./settings";
import type { Clock, Tenant } from "./tenant";

/** The keys of the one API user that the tenant knows. */
export const autotaskKeys = {
  userName: "api-user@sandbox.example",
  secret: "SandboxSecret",
  integrationCode: "SANDBOXINTEGRATIONCODE",
} as const;

/** An Autotask database that is filled from a seed. */
export function createAutotaskService(seed: AutotaskSeed, clock: Clock = {}): Service {
  const tenant = seedTenant(seed, clock);
  const limits: Limits = {
    keys: autotaskKeys,
    threads: new ThreadLimit(),
    threshold: new HourlyThreshold(),
    sleep: clock.sleep ?? ((ms) => wait(ms)),
  };
  return {
    name: "autotask",
    handle: (request: SandboxRequest): Promise<SandboxResponse> => answerCall(tenant, limits, request),
    snapshot: () => tenant.snapshot(),
    // A state saved before there was an Autotask holds null for it.
    restore: (state) => {
      if (state !== null) tenant.restore(state);
    },
    entities: tenantEntities(tenant),
    settings: { current: () => tenant.settings, change: (change) => changeSettings(tenant, change) },
    billing: tenantBilling(tenant),
  };
}

function changeSettings(tenant: Tenant, change: unknown): unknown {
  const read = autotaskSettings.partial().safeParse(change);
  if (!read.success) throw new EditRefused(400, z.prettifyError(read.error));
  tenant.settings = autotaskSettings.parse({ ...tenant.settings, ...(change ?? {}) });
  return tenant.settings;
}
