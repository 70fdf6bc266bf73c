const identifier = /^(\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32})$/i;
const mounts = [/^\/[^/]+\/apis\/3\.0(?=\/|$)/, /^(\/zone\d+)?\/ATServicesRest\/V1\.0(?=\/|$)/i];

/** A ConnectWise path without `/{codebase}/apis/3.0`, Autotask's without `/ATServicesRest/V1.0`; any other as it is. */
export function withoutMount(path: string): string {
  return mounts.reduce((rest, mount) => rest.replace(mount, ""), path) || "/";
}

/** The path with every id replaced, so that calls of one kind count together: `/finance/agreements/{id}/additions`. */
export function pathPattern(path: string): string {
  return withoutMount(path)
    .split("/")
    .map((segment) => (identifier.test(segment) ? "{id}" : segment))
    .join("/");
}
