import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { listFiles } from "../machine/files";
import { rooms } from "./rooms";

/** lib/env.ts reads the settings; scripts and the sandbox's entry are programs of their own; tests are told by npm test. */
const allowed = [
  /^lib\/env\.ts$/,
  /^scripts\//,
  /^sandbox\/main\.ts$/,
  /\.test\.tsx?$/,
  /\/testing\/run-property\.ts$/,
  /\.config\.(ts|mjs)$/,
];

/** Settings are read in one place, so that a wrong one stops a process at its start and in words. */
export function checkEnvironmentReads(root: string): string[] {
  const besideRooms = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  return [...rooms.flatMap((room) => listFiles(root, room)), ...besideRooms.map((entry) => entry.name)]
    .filter((file) => /\.(ts|tsx|mjs|cjs|js)$/.test(file) && !allowed.some((pattern) => pattern.test(file)))
    .filter((file) => readsEnvironment(readFileSync(path.join(root, file), "utf8")))
    .map((file) => `${file} reads process.env: ask lib/env.ts.`);
}

export function readsEnvironment(source: string): boolean {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return /\bprocess\s*\.\s*env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*"(node:)?process"/.test(code);
}
