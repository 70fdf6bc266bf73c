import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** The files at or under `start`, as paths from `root` with forward slashes, in the order of their names. None when it is missing. */
export function listFiles(root: string, start: string): string[] {
  const absolute = path.join(root, start);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [start];
  return readdirSync(absolute, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(path.join(absolute, name)).isFile())
    .map((name) => path.posix.join(start, name.split(path.sep).join("/")))
    .sort();
}
