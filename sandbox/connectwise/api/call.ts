import type { SandboxRequest, SandboxResponse } from "../../http/service";
import { forbidden, plain } from "../problem";
import type { Area, Right } from "../settings";
import type { Site } from "../site";

/** One call behind authentication: where it goes below its endpoint, and who may do what. */
export type Call = {
  site: Site;
  request: SandboxRequest;
  /** Segments of the path after the endpoint's own: none for the list, `["12"]` for one record. */
  rest: readonly string[];
  /** The record that the endpoint's own path names, as an agreement's id. */
  parentId: number | undefined;
  /** Address that hrefs begin with: origin, codebase and /apis/3.0. */
  base: string;
};

export type Endpoint = (call: Call) => SandboxResponse;

/** Permission is looked at before anything else of the call: throws the 403. */
export function requireRight(call: Call, area: Area, right: Right): void {
  if (call.site.settings.denied.includes(`${area}:${right}`)) throw forbidden();
}

/** The body as JSON; throws the 415 or 400 of a body that is none. */
export function readJson({ request }: Call): unknown {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/(json|[\w.+-]*\+json)/i.test(type))
    throw plain(415, "ConnectWiseApi", `The media type '${type}' is not supported. Send application/json.`);
  try {
    return JSON.parse(request.body);
  } catch {
    throw plain(400, "ConnectWiseApi", "The body of the request is not valid JSON.");
  }
}

/** The id in a path segment, or undefined when it is none. */
export function idOf(segment: string | undefined): number | undefined {
  return segment !== undefined && /^\d{1,10}$/.test(segment) ? Number(segment) : undefined;
}
