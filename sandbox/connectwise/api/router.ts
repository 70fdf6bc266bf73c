import type { SandboxRequest } from "../../http/service";
import { noEndpoint } from "../problem";
import type { Site } from "../site";
import { type Call, type Endpoint, idOf } from "./call";
import { routes } from "./routes";

type Route = { segments: string[]; endpoint: Endpoint };

/** Longest first, fixed names before ids, so that `/companies/statuses` is not taken for a company's id. */
const ordered: Route[] = Object.entries(routes)
  .map(([path, endpoint]) => ({ segments: path.toLowerCase().split("/").slice(1), endpoint }))
  .sort((a, b) => b.segments.length - a.segments.length || placeholders(a) - placeholders(b));

function placeholders({ segments }: Route): number {
  return segments.filter((segment) => segment.startsWith("{")).length;
}

function fits({ segments }: Route, path: readonly string[]): boolean {
  return segments.every((segment, index) => {
    const given = path[index];
    if (segment === "{parentid}") return idOf(given) !== undefined;
    return segment.startsWith("{") ? given !== undefined : segment === given;
  });
}

/** The endpoint for a path below /apis/3.0, with the call as it sees it. Throws the 404 when there is none. */
export function route(
  site: Site,
  request: SandboxRequest,
  path: string,
  base: string,
): { endpoint: Endpoint; call: Call } {
  const given = path.split("/").filter((segment) => segment !== "");
  const lower = given.map((segment) => segment.toLowerCase());
  const found = ordered.find((candidate) => fits(candidate, lower));
  if (!found) throw noEndpoint();
  const { segments, endpoint } = found;
  const at = segments.findIndex((segment) => segment.startsWith("{"));
  const parentId = at < 0 ? undefined : idOf(lower[at]);
  return { endpoint, call: { site, request, rest: lower.slice(segments.length), parentId, base } };
}
