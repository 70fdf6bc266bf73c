import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";

/** Runs `npm ci` when it has to; answers whether the packages are there now. */
export async function ensurePackages() {
  const installed = readLock("node_modules/.package-lock.json");
  const wanted = readLock("package-lock.json");
  if (installed && wanted && isInstalled(wanted, installed)) return true;
  console.log(installed ? "The packages have changed: npm ci" : "Installing the packages: npm ci");
  const started = Date.now();
  // A registry may fail once in a thousand downloads.
  if ((await runNpmCi()) !== 0 && (await runNpmCi()) !== 0) {
    console.error("npm ci failed: its words are above.");
    return false;
  }
  console.log(`Packages installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

/**
 * True when every package of the lockfile is there in its version. npm keeps what it installed in a lockfile of its own;
 * packages for other platforms are rightly missing from it.
 * @param {Record<string, {version?: string, optional?: boolean}>} wanted
 * @param {Record<string, {version?: string}>} installed
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "") return true;
    const found = installed[name];
    return found ? found.version === entry.version : entry.optional === true;
  });
}

/** @param {string} file */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    // Not there, or cut off by an interrupted install: npm writes it anew.
    return undefined;
  }
}

function runNpmCi() {
  // Under `npm run` npm tells where it is; otherwise it is on the PATH, on Windows as a script.
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js") ? [process.execPath, [npm, "ci"]] : ["npm", ["ci"]];
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: "inherit",
      shell: command === "npm" && process.platform === "win32",
    });
    child.once("error", (error) => {
      console.error(`npm could not be started: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
