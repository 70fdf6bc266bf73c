import { readdirSync } from "node:fs";
import path from "node:path";

/** Every address that the portal answers, as its folders have it: "/runs/[runId]/items.csv". */
export function appRoutes(folder = "app"): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page\.tsx|route\.tsx?)$/.test(file))
    .map((file) => `/${withoutGroups(path.dirname(file))}`)
    .sort();
}

function withoutGroups(folder: string): string {
  return folder
    .split("/")
    .filter((part) => part !== "." && !/^\(.*\)$/.test(part))
    .join("/");
}

/** The route that answers a path, if any: the one with the fewest open parts. */
export function routeOf(routes: readonly string[], pathname: string): string | undefined {
  return routes
    .filter((route) => pattern(route).test(pathname))
    .sort((one, other) => one.split("[").length - other.split("[").length)[0];
}

function pattern(route: string): RegExp {
  const parts = route
    .split("/")
    .map((part) =>
      part.startsWith("[...") ? ".+" : part.startsWith("[") ? "[^/]+" : part.replaceAll(".", "\\."),
    );
  return new RegExp(`^${parts.join("/")}$`);
}
