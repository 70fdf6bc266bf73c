import type { Clock } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import type { Budget } from "./client/budget";
import type { AutotaskClient, Call } from "./client/client";
import type { Sleep } from "./client/read-back";
import type { Currencies } from "./currencies";
import { service } from "./errors";
import type { Picklists } from "./picklists";
import { createdSchema } from "./schemas";
import type { ServiceNames } from "./service-names";

/** What the connector's parts work with. */
export type Autotask = {
  client: AutotaskClient;
  picklists: Picklists;
  currencies: Currencies;
  serviceNames: ServiceNames;
  budget: Budget;
  clock: Clock;
  sleep: Sleep;
};

/** The time for a write runs from here on, so that what is read for it first or after it does not lengthen it. */
export function startLimits({ timeoutMs, signal }: WriteLimits): WriteLimits & { signal: AbortSignal } {
  const late = AbortSignal.timeout(timeoutMs);
  return { timeoutMs, signal: signal ? AbortSignal.any([signal, late]) : late };
}

/** The id of a record that a POST has made. An answer without one leaves the outcome unknown. */
export async function create(client: AutotaskClient, call: Call, limits: WriteLimits): Promise<string> {
  const { itemId } = readJson(createdSchema, await client.write(call, limits));
  if (itemId !== null) return itemId;
  const words = "Autotask accepted a new record but named no id.";
  throw new ApiError({ service, kind: "unreadable", words });
}
