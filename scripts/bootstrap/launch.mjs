// Runs before any package is there: only what Node itself brings.
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensurePackages } from "./packages.mjs";
import { isAtLeast } from "./versions.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Checks Node, installs the packages when they are missing or not those of the lockfile, and runs a TypeScript file
 * in this very process, so that no parent stands between it and a signal.
 * @param {string} file path from the root of the project
 */
export async function launch(file) {
  process.chdir(root);
  const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
  const least = engines.node.replace(">=", "");
  if (!isAtLeast(process.versions.node, least)) {
    console.error(
      `PRISM Connect needs Node ${least} or newer, and this is ${process.versions.node}. The newest LTS from https://nodejs.org is recommended.`,
    );
    process.exit(1);
  }
  if (!(await ensurePackages())) process.exit(1);
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(path.join(root, file)).href);
}
