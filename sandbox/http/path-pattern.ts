const identifier = /^(\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32})$/i;
const connectWiseMount = /^\/[^/]+\/apis\/3\.0(?=\/|$)/;

/** A ConnectWise path without `/{codebase}/apis/3.0`; any other path as it is. */
export function withoutMount(path: string): string {
  return path.replace(connectWiseMount, "") || "/";
}

/** The path with every id replaced, so that calls of one kind count together: `/finance/agreements/{id}/additions`. */
export function pathPattern(path: string): string {
  return withoutMount(path)
    .split("/")
    .map((segment) => (identifier.test(segment) ? "{id}" : segment))
    .join("/");
}
