import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./commands";
import { findOnPath } from "./executables";

const retries = ["-o", "Acquire::Retries=3"];

export function hasDebianPackages(): boolean {
  return findOnPath("apt-get") !== undefined && findOnPath("dpkg") !== undefined;
}

/** Installs packages into the system. Only root may. */
export async function installDebianPackages(names: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await withFreshLists(() =>
    runCommand("apt-get", [...retries, "install", "-y", "--no-install-recommends", ...names], { env }),
  );
}

/**
 * Unpacks a package and the libraries that it names into `folder`, without installing anything: needs no root.
 * The folder appears only when it is complete.
 */
export async function unpackDebianPackage(names: readonly string[], folder: string): Promise<void> {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  const unfinished = mkdtempSync(path.join(parent, "unfinished-"));
  try {
    await withFreshLists(async () => {
      const libraries = await listLibraries(names);
      await runCommand("apt-get", [...retries, "download", ...names, ...libraries], { cwd: unfinished });
    });
    for (const archive of readdirSync(unfinished).filter((file) => file.endsWith(".deb"))) {
      await runCommand("dpkg", ["-x", archive, "."], { cwd: unfinished });
      rmSync(path.join(unfinished, archive));
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** The lists of packages may be missing or out of date; root can fetch new ones and try again. */
async function withFreshLists<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    await runCommand("apt-get", [...retries, "update"]);
    return await work();
  }
}

async function listLibraries(names: readonly string[]): Promise<string[]> {
  return librariesNamed(await runCommand("apt-cache", ["depends", ...names]));
}

/** The libraries in an answer of `apt-cache depends`; of alternatives ("|Depends") the first. The C library is everywhere. */
export function librariesNamed(answer: string): string[] {
  const libraries = new Set<string>();
  let isAlternative = false;
  for (const line of answer.split("\n")) {
    const [, bar, name] = /^ {1,2}(\|?)Depends: (\S+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (!isAlternative && name.startsWith("lib") && name !== "libc6") libraries.add(name);
    isAlternative = bar === "|";
  }
  return [...libraries];
}
