import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const versions = z.record(z.string(), z.string()).default({});

type Overrides = { [name: string]: string | Overrides };
const overrides: z.ZodType<Overrides> = z.lazy(() => z.record(z.string(), z.union([z.string(), overrides])));

const manifest = z.object({
  dependencies: versions,
  devDependencies: versions,
  overrides: overrides.default({}),
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});

const lockEntry = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  hasInstallScript: z.boolean().default(false),
  optionalDependencies: versions,
});
const lock = z.object({ packages: z.record(z.string(), lockEntry) });

export type Manifest = z.infer<typeof manifest>;
/** By place in the tree: "node_modules/a", "node_modules/a/node_modules/b"; "" is the project itself. */
export type LockEntries = z.infer<typeof lock>["packages"];
export type { Overrides };

export function readManifest(root: string): Manifest {
  return manifest.parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));
}

export function readLockEntries(root: string): LockEntries {
  return lock.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"))).packages;
}

/** The name of the package at a place in the tree. */
export function packageName(place: string): string {
  return place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}
