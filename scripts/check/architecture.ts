import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const document = "docs/architecture.md";
const madeByTools = ["node_modules", "dist", "coverage"];

/** docs/architecture.md says something about every top folder, and names no path that is gone. */
export function checkArchitecture(root: string): string[] {
  if (!existsSync(path.join(root, document))) return [`${document} is missing.`];
  const named = pathsNamedIn(readFileSync(path.join(root, document), "utf8"));
  const gone = named
    .filter((name) => !existsSync(path.join(root, name)))
    .map((name) => `${document} names ${name}, which is not there.`);
  const topFolders = readdirSync(root, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith(".") && !madeByTools.includes(entry.name),
    )
    .map((entry) => entry.name);
  const unsaid = topFolders
    .filter((folder) => !named.some((name) => name === folder || name.startsWith(`${folder}/`)))
    .map((folder) => `${document} does not say what ${folder}/ is.`);
  return [...gone, ...unsaid];
}

/** Words in backticks that look like a path: they have a slash inside or at the end, and nothing foreign to our names. */
export function pathsNamedIn(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "");
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return spans
    .filter((span) => /^[\w.()[\]-]+\/[\w.()[\]/-]*$/.test(span))
    .map((span) => span.replace(/\/$/, ""));
}
