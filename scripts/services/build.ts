import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../machine/commands";
import { listFiles } from "../machine/files";
import { startProcess, tailOfLog } from "./processes";

/** Everything that goes into the portal. */
const inputs = [
  "app",
  "components",
  "db",
  "instrumentation.ts",
  "lib",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "public",
  "tsconfig.json",
  "workers/queues",
];

/** Started with Node itself: a parent like npx would stand between us and the signals. */
export const nextProgram = path.join("node_modules", "next", "dist", "bin", "next");

/**
 * Builds the portal when anything that goes into it has changed since the last build here; answers whether it did.
 * The mark is taken away before and written after, so that an interrupted build is not taken for a whole one.
 */
export async function buildPortal(
  place: { logFile: string; runDir?: string },
  root = process.cwd(),
): Promise<boolean> {
  const mark = path.join(root, ".next/built-from");
  const wanted = hashInputs(root);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return false;
  rmSync(mark, { force: true });
  const build = await startProcess({
    name: "build",
    command: process.execPath,
    args: [nextProgram, "build"],
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
    ...place,
  });
  const { code } = await build.exited;
  if (code !== 0) {
    throw new Error(
      `The portal could not be built. ${place.logFile} ends with:\n${tailOfLog(place.logFile, 40)}`,
    );
  }
  writeFileSync(mark, wanted);
  return true;
}

/** Bundles the worker as its image has it; takes about a second. */
export async function buildWorker(): Promise<void> {
  await runCommand(process.execPath, ["--import", "tsx", "scripts/build-worker.ts"]);
}

/** The program that builds counts too: another Node may build something else. */
export function hashInputs(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of inputs.flatMap((input) => listFiles(root, input))) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
