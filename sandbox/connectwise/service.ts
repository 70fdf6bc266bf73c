import { randomUUID } from "node:crypto";
import { z } from "zod";
import { EditRefused, type SandboxRequest, type SandboxResponse, type Service } from "../http/service";
import type { ConnectWiseSeed } from "../world/seed";
import { route } from "./api/router";
import { authenticate, checkAccept } from "./authenticate";
import { billAll } from "./bill/bill-all";
import { siteEntities } from "./entities";
import { noEndpoint, Problem, wrongMethod } from "./problem";
import { RateLimit } from "./rate-limit";
import { seedSite } from "./seed-site";
import { connectWiseSettings } from "./settings";
import type { Clock, Site } from "./site";

/** The keys of the one API member that the site knows. */
export const connectWiseKeys = {
  publicKey: "SandboxPublicKey",
  privateKey: "SandboxPrivateKey",
  clientId: "5a4d0000-0000-4000-8000-00000000c0de",
} as const;

/** A ConnectWise PSA site that is filled from a seed. */
export function createConnectWiseService(seed: ConnectWiseSeed, clock: Clock = {}): Service {
  const site = seedSite(seed, connectWiseKeys, clock);
  const limit = new RateLimit(site);
  return {
    name: "connectwise",
    handle: (request) => answer(site, limit, request),
    snapshot: () => site.snapshot(),
    restore: (state) => site.restore(state),
    entities: siteEntities(site),
    settings: {
      current: () => site.settings,
      change(change) {
        const read = connectWiseSettings.partial().safeParse(change);
        if (!read.success) throw new EditRefused(400, z.prettifyError(read.error));
        site.settings = connectWiseSettings.parse({ ...site.settings, ...(change ?? {}) });
        return site.settings;
      },
    },
    billing: { bill: (request) => billAll(site, request), bills: () => site.bills },
  };
}

function answer(site: Site, limit: RateLimit, request: SandboxRequest): SandboxResponse {
  const response = withProblems(() => dispatch(site, limit, request));
  const version = site.settings.codebase.replace("_", ".").slice(1);
  return {
    ...response,
    headers: {
      "api-current-version": version,
      "x-cw-request-id": randomUUID(),
      "x-server-name": "sandbox",
      ...response.headers,
    },
  };
}

function withProblems(run: () => SandboxResponse): SandboxResponse {
  try {
    return run();
  } catch (error) {
    if (error instanceof Problem) return error.toResponse();
    throw error;
  }
}

const apiPath = /^\/([^/]+)\/apis\/3\.0(\/.*)?$/i;
const companyInfoPath = /^\/login\/companyinfo\/([^/]+)\/?$/i;

function dispatch(site: Site, limit: RateLimit, request: SandboxRequest): SandboxResponse {
  const discovery = companyInfoPath.exec(request.path);
  if (discovery) return companyInfo(site, request, decodeURIComponent(discovery[1] ?? ""));
  const [, codebase = "", path = "/"] = apiPath.exec(request.path) ?? [];
  if (codebase !== "v4_6_release" && codebase !== site.settings.codebase) throw noEndpoint();
  limit.count();
  const isInfo = /^\/system\/info\/?$/i.test(path);
  if (!isInfo || site.settings.systemInfoNeedsKeys) authenticate(site, request);
  checkAccept(request);
  if (isInfo) return systemInfo(site, request);
  const base = `${originOf(request)}/${codebase}/apis/3.0`;
  const { endpoint, call } = route(site, request, path, base);
  return endpoint(call);
}

function originOf({ headers }: SandboxRequest): string {
  return `http://${headers.host ?? "localhost"}`;
}

/** Discovery needs no keys; an unknown company is the JSON value null. */
function companyInfo(site: Site, request: SandboxRequest, companyId: string): SandboxResponse {
  if (request.method !== "GET") throw wrongMethod(request.method, ["GET"]);
  if (companyId.toLowerCase() !== site.keys.companyId.toLowerCase()) return { status: 200, body: null };
  const { codebase } = site.settings;
  return {
    status: 200,
    body: {
      CompanyName: site.companyName,
      Codebase: `${codebase}/`,
      VersionCode: codebase.replace("_", "."),
      VersionNumber: "v4.6.101234",
      CompanyID: site.keys.companyId,
      IsCloud: true,
      SiteUrl: request.headers.host ?? "localhost",
    },
  };
}

function systemInfo(site: Site, request: SandboxRequest): SandboxResponse {
  if (request.method !== "GET") throw wrongMethod(request.method, ["GET"]);
  return {
    status: 200,
    body: {
      version: `${site.settings.codebase.replace("_", ".")}.101234`,
      isCloud: true,
      serverTimeZone: "UTC",
      licenseBits: [],
      cloudRegion: "NA",
      maxWorkFlowRecordsAllowed: 1000,
    },
  };
}
