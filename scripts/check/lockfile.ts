import { type LockEntries, readLockEntries } from "./package-files";

/**
 * The lockfile names every platform's binaries, though npm leaves out those that it could not get when it was written
 * (`npm ci` would then fail on another platform), and it names no registry (.npmrc says so to npm).
 */
export function checkLockfile(root: string): string[] {
  const entries = readLockEntries(root);
  return [...findMissingOptional(entries), ...findAddresses(entries)];
}

export function findMissingOptional(entries: LockEntries): string[] {
  return Object.entries(entries).flatMap(([place, entry]) =>
    Object.entries(entry.optionalDependencies)
      .filter(([name]) => !isReachable(entries, place, name))
      .map(
        ([name, version]) =>
          `${place || "the project"} wants ${name} ${version}, which is not in the lockfile.`,
      ),
  );
}

export function findAddresses(entries: LockEntries): string[] {
  return Object.entries(entries)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([place]) => `${place} names where it came from; npm leaves that out by .npmrc.`);
}

/** Node looks in node_modules beside the package, then beside each package around it. */
function isReachable(entries: LockEntries, place: string, name: string): boolean {
  for (let around = place; ; around = around.slice(0, Math.max(0, around.lastIndexOf("/node_modules/")))) {
    if (entries[`${around}${around && "/"}node_modules/${name}`]) return true;
    if (around === "") return false;
  }
}
