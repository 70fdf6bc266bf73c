import { type Overrides, readManifest } from "./package-files";

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Every version in package.json is exact, so that two installs a month apart bring the same. */
export function checkExactVersions(root: string): string[] {
  const { dependencies, devDependencies, overrides } = readManifest(root);
  return findInexact({ ...dependencies, ...devDependencies, ...flatten(overrides) });
}

export function findInexact(versions: Readonly<Record<string, string>>): string[] {
  return Object.entries(versions)
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name} is "${version}": state one exact version.`);
}

function flatten(overrides: Overrides, parent = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(overrides).flatMap(([name, value]): [string, string][] =>
      typeof value === "string"
        ? [[`${parent}${name}`, value]]
        : Object.entries(flatten(value, `${parent}${name} > `)),
    ),
  );
}
