import type { SandboxRequest, SandboxResponse } from "../http/service";
import { dispatch } from "./api/dispatch";
import { routeOf } from "./api/route";
import { authenticate, type Keys } from "./authenticate";
import { Refused } from "./contracts/refused";
import { type HourlyThreshold, timeframeMinutes } from "./limits/hourly-threshold";
import type { ThreadLimit } from "./limits/thread-limit";
import { noRoute, Refusal, refused, wrongMethod, wrongSecret } from "./refusal";
import type { Tenant } from "./tenant";

export type Limits = {
  keys: Keys;
  threads: ThreadLimit;
  threshold: HourlyThreshold;
  sleep: (ms: number) => Promise<void>;
};

/** The first zone is at the root, as the address for discovery is; others have a folder of their own. */
const mount = /^(?:\/zone(\d+))?\/atservicesrest(\/.*)?$/i;
const versioned = /^\/v1\.0(\/.*)?$/i;

/** Answers one call; what is refused anywhere inside becomes its answer. */
export async function answerCall(
  tenant: Tenant,
  limits: Limits,
  request: SandboxRequest,
): Promise<SandboxResponse> {
  try {
    return await answer(tenant, limits, request);
  } catch (error) {
    if (error instanceof Refusal) return error.toResponse();
    if (error instanceof Refused) return refused(error.message).toResponse();
    throw error;
  }
}

async function answer(tenant: Tenant, limits: Limits, request: SandboxRequest): Promise<SandboxResponse> {
  const [match, zone = "1", path = "/"] = mount.exec(request.path) ?? [];
  if (match === undefined) throw noRoute(request.path);
  if (/^\/versioninformation\/?$/i.test(path)) return onlyGet(request, { apiVersions: ["1.0"] });
  const below = versioned.exec(path)?.[1] ?? "";
  if (/^\/zoneinformation\/?$/i.test(below)) return zoneInformation(tenant, limits.keys, request);
  if (/^\/version\/?$/i.test(below)) return onlyGet(request, { apiVersion: "1.0" });
  if (Number(zone) !== tenant.settings.zone) throw wrongSecret();
  authenticate(limits.keys, request);
  if (/^\/thresholdinformation\/?$/i.test(below)) return thresholdInformation(tenant, limits, request);
  return withinLimits(tenant, limits, request, below);
}

/** Counts the call, makes it wait as long as it must, and lets no more at once through than is allowed. */
async function withinLimits(
  tenant: Tenant,
  { keys, threads, threshold, sleep }: Limits,
  request: SandboxRequest,
  path: string,
): Promise<SandboxResponse> {
  const { settings } = tenant;
  const delay = threshold.count(tenant.now().getTime(), settings);
  const route = routeOf(path);
  const leave = threads.enter(`${keys.integrationCode} ${route.entity}`, settings);
  try {
    const ms = delay + settings.latencyMs;
    if (ms > 0) await sleep(ms);
    return dispatch({ tenant, request, route, address: `${originOf(request)}${request.path}` });
  } finally {
    leave();
  }
}

function onlyGet(request: SandboxRequest, body: object): SandboxResponse {
  if (request.method !== "GET") throw wrongMethod(request.method);
  return { status: 200, body };
}

function originOf({ headers }: SandboxRequest): string {
  return `http://${headers.host ?? "localhost"}`;
}

/** Discovery needs no keys, only the API user's name, and is not counted. */
function zoneInformation({ settings }: Tenant, keys: Keys, request: SandboxRequest): SandboxResponse {
  const user = request.query.get("user") ?? "";
  if (user.toLowerCase() !== keys.userName.toLowerCase())
    throw refused("Zone information could not be determined");
  const origin = originOf(request);
  const folder = settings.zone === 1 ? "" : `/zone${settings.zone}`;
  return onlyGet(request, {
    zoneName: settings.zone === 1 ? "Sandbox" : `Sandbox ${settings.zone}`,
    url: `${origin}${folder}/ATServicesRest/`,
    webUrl: `${origin}/`,
    ci: 12_345,
  });
}

/** Is answered also when nothing else is any more. */
function thresholdInformation(
  tenant: Tenant,
  { threshold }: Limits,
  request: SandboxRequest,
): SandboxResponse {
  const { settings } = tenant;
  return onlyGet(request, {
    externalRequestThreshold: settings.threshold.limit,
    requestThresholdTimeframe: timeframeMinutes,
    currentTimeframeRequestCount: threshold.used(tenant.now().getTime(), settings),
  });
}
