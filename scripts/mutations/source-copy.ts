import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Mutation } from "./mutations";

/** A copy of the sources in which something may be broken; the working tree is never touched. */
export type SourceCopy = {
  root: string;
  /** Takes the safeguard away; answers what puts it back. Throws when its text is not there exactly once. */
  mutate: (mutation: Mutation) => () => void;
  remove: () => void;
};

/** What is made, not written: the copy goes without, or shares it. */
const leftOut = new Set([".git", ".next", ".data", ".cache", "dist", "node_modules", "coverage"]);

export function copySources(from = process.cwd()): SourceCopy {
  const root = mkdtempSync(path.join(tmpdir(), "prism-connect-mutations-"));
  cpSync(from, root, { recursive: true, filter: (file) => !leftOut.has(path.relative(from, file)) });
  symlinkSync(path.join(from, "node_modules"), path.join(root, "node_modules"));
  return {
    root,
    mutate: ({ file, text, without }) => {
      const place = path.join(root, file);
      const source = readFileSync(place, "utf8");
      writeFileSync(place, replaceOnce(source, text, without, file));
      return () => writeFileSync(place, source);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Throws when the text is gone or stands there twice: then the safeguard is no longer where it was thought to be. */
export function replaceOnce(source: string, text: string, without: string, file: string): string {
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined)
    throw new Error(`${file} does not hold this any more: ${text}`);
  if (more.length > 0) throw new Error(`${file} holds this more than once: ${text}`);
  return before + without + after;
}
