import { noRoute } from "../refusal";
import type { EntityName } from "../schema/names";
import { entityNames } from "../schema/names";
import { rootVerbs, underContracts, type Verb } from "./verbs";

export type Route = {
  entity: EntityName;
  verbs: readonly Verb[];
  /** The contract that a child collection belongs to. */
  parentId: number | undefined;
  /** Segments after the collection, in lower case. */
  rest: readonly string[];
};

/** The id in a path segment, or undefined when it is none. */
export function idOf(segment: string | undefined): number | undefined {
  return segment !== undefined && /^\d{1,15}$/.test(segment) ? Number(segment) : undefined;
}

/** The collection that a path below /V1.0 names, whatever its case. Throws the 404 when there is none. */
export function routeOf(path: string): Route {
  const segments = path
    .toLowerCase()
    .split("/")
    .filter((segment) => segment !== "");
  const [first = "", second, third = ""] = segments;
  const parentId = idOf(second);
  if (first === "contracts" && parentId !== undefined && segments.length > 2) {
    const name = Object.keys(underContracts).find((segment) => segment.toLowerCase() === third);
    const child = name === undefined ? undefined : underContracts[name];
    if (!child) throw noRoute(path);
    return { ...child, parentId, rest: segments.slice(3) };
  }
  const entity = entityNames.find((name) => name.toLowerCase() === first);
  const verbs = entity && rootVerbs[entity];
  if (!verbs) throw noRoute(path);
  return { entity, verbs, parentId: undefined, rest: segments.slice(1) };
}
