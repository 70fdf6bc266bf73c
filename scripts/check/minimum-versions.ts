import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { isAtLeast } from "../bootstrap/versions.mjs";
import { type LockEntries, packageName, readLockEntries } from "./package-files";

const table = z.record(z.string(), z.object({ least: z.string(), why: z.string() }));
export type MinimumVersions = z.infer<typeof table>;

/** No package is older than minimum-versions.json allows, wherever in the tree it lies. */
export function checkMinimumVersions(root: string): string[] {
  const file = path.join(root, "scripts/check/minimum-versions.json");
  return findTooOld(readLockEntries(root), table.parse(JSON.parse(readFileSync(file, "utf8"))));
}

export function findTooOld(entries: LockEntries, minimum: MinimumVersions): string[] {
  return Object.entries(minimum).flatMap(([name, { least, why }]) => {
    const found = Object.entries(entries).filter(([place]) => place !== "" && packageName(place) === name);
    if (found.length === 0) return [`${name} is not installed: take it out of the table.`];
    return found
      .filter(([, { version }]) => !version || !isAtLeast(version, least))
      .map(([place, { version }]) => `${place} is ${version}, and must be ${least} or newer: ${why}.`);
  });
}
