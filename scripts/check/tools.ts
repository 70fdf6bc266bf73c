import { CommandFailed, runCommand } from "../machine/commands";
import { rooms } from "./rooms";

/** Formatting, import order and lint rules of biome.json. */
export function checkFormat(root: string): Promise<string[]> {
  return runTool(root, "node_modules/@biomejs/biome/bin/biome", [
    "check",
    "--error-on-warnings",
    "--colors=off",
  ]);
}

/** The compiler over everything; Next.js first writes the types of the routes, which a fresh clone lacks. */
export async function checkTypes(root: string): Promise<string[]> {
  const routes = await runTool(root, "node_modules/next/dist/bin/next", ["typegen"]);
  if (routes.length > 0) return routes;
  return runTool(root, "node_modules/typescript/bin/tsc", ["--noEmit", "--pretty", "false", "-p", "."]);
}

/** Files, exports and packages that nothing uses (knip.json). */
export function checkUnused(root: string): Promise<string[]> {
  return runTool(root, "node_modules/knip/bin/knip.js", ["--no-progress"]);
}

/** Which folder may import which (.dependency-cruiser.cjs). */
export function checkDoors(root: string): Promise<string[]> {
  return runTool(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs", [
    "--config",
    ".dependency-cruiser.cjs",
    ...rooms,
  ]);
}

async function runTool(root: string, program: string, args: readonly string[]): Promise<string[]> {
  try {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, NEXT_TELEMETRY_DISABLED: "1" };
    await runCommand(process.execPath, [program, ...args], { cwd: root, env });
    return [];
  } catch (error) {
    if (error instanceof CommandFailed) return [error.output];
    throw error;
  }
}
