import { type LockEntries, type Manifest, packageName, readLockEntries, readManifest } from "./package-files";

/**
 * Every package that would run a script of its own when it is installed is decided on by name in `allowScripts`
 * (npm 11). None is allowed today: the links that embedded PostgreSQL's scripts make, scripts/services makes itself.
 */
export function checkInstallScripts(root: string): string[] {
  return findUndecided(readLockEntries(root), readManifest(root).allowScripts);
}

export function findUndecided(entries: LockEntries, decided: Manifest["allowScripts"]): string[] {
  const names = Object.entries(entries)
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([place]) => packageName(place));
  return [...new Set(names)]
    .filter((name) => !(name in decided))
    .map((name) => `${name} has an install script: say true or false for it in package.json's allowScripts.`);
}
