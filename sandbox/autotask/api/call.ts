import type { SandboxRequest } from "../../http/service";
import { noPermission, refused } from "../refusal";
import type { Right } from "../settings";
import type { Tenant } from "../tenant";
import type { Route } from "./route";

/** One call behind authentication and limits. */
export type Call = {
  tenant: Tenant;
  request: SandboxRequest;
  route: Route;
  /** The call's own address without its query. */
  address: string;
};

const words: Readonly<Record<Right, string>> = {
  read: "query",
  create: "create",
  update: "update",
  delete: "delete",
};

/** Rights come before anything else of the call: throws the refusal. */
export function requireRight({ tenant, route }: Call, right: Right): void {
  if (tenant.settings.denied.includes(`${route.entity}:${right}`)) throw noPermission(words[right]);
}

/** The body as JSON; throws the refusal of a body that is none. */
export function readJson({ request }: Call): unknown {
  return parseJson(request.body);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("The body of the request is not valid JSON.");
  }
}
