import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkArchitecture, pathsNamedIn } from "./architecture";
import { checkEnvironmentReads, readsEnvironment } from "./environment-reads";
import { findInexact } from "./exact-versions";
import { findUndecided } from "./install-scripts";
import { findAddresses, findMissingOptional } from "./lockfile";
import { findTooOld } from "./minimum-versions";
import type { LockEntries } from "./package-files";

const root = mkdtempSync(path.join(tmpdir(), "checks "));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

const entry = (values: Partial<LockEntries[string]> = {}): LockEntries[string] => ({
  version: "1.0.0",
  hasInstallScript: false,
  optionalDependencies: {},
  ...values,
});

test("versions are exact or told", () => {
  expect(findInexact({ a: "1.2.3", b: "18.4.0-beta.17" })).toEqual([]);
  expect(findInexact({ a: "^1.2.3", b: "1.x", c: "latest", d: "1.2" })).toHaveLength(4);
});

test("a lockfile lacks an optional package unless it lies somewhere on the way up", () => {
  const entries = {
    "": entry(),
    "node_modules/a": entry({ optionalDependencies: { "@a/linux": "1.0.0", "@a/darwin": "1.0.0" } }),
    "node_modules/@a/linux": entry(),
    "node_modules/a/node_modules/b": entry({ optionalDependencies: { c: "1.0.0" } }),
    "node_modules/a/node_modules/c": entry(),
  };
  expect(findMissingOptional(entries)).toEqual([
    "node_modules/a wants @a/darwin 1.0.0, which is not in the lockfile.",
  ]);
  expect(findMissingOptional({ ...entries, "node_modules/@a/darwin": entry() })).toEqual([]);
});

test("a lockfile names no registry", () => {
  const entries = {
    "node_modules/a": entry(),
    "node_modules/b": entry({ resolved: "https://packages.example.com/b/-/b-1.0.0.tgz" }),
  };
  expect(findAddresses(entries)).toEqual([
    "node_modules/b names where it came from; npm leaves that out by .npmrc.",
  ]);
});

test("a package that is too old is found at every depth, and a row of the table about nothing too", () => {
  const entries = {
    "node_modules/next": entry({ version: "16.4.5" }),
    "node_modules/a/node_modules/next": entry({ version: "16.2.0" }),
  };
  const minimum = {
    next: { least: "16.3.3", why: "security fixes" },
    gone: { least: "1.0.0", why: "reasons" },
  };
  expect(findTooOld(entries, minimum)).toEqual([
    "node_modules/a/node_modules/next is 16.2.0, and must be 16.3.3 or newer: security fixes.",
    "gone is not installed: take it out of the table.",
  ]);
});

test("an install script that nobody has decided on is told once", () => {
  const entries = {
    "node_modules/esbuild": entry({ hasInstallScript: true }),
    "node_modules/a/node_modules/esbuild": entry({ hasInstallScript: true }),
    "node_modules/quiet": entry(),
  };
  expect(findUndecided(entries, {})).toHaveLength(1);
  expect(findUndecided(entries, { esbuild: false })).toEqual([]);
});

test("the document of the architecture names every folder and nothing that is gone", () => {
  write("app/page.tsx", "");
  write("db/client.ts", "");
  write("node_modules/x/index.js", "");
  write(
    "docs/architecture.md",
    "`app/` shows, `db/client.ts` opens, `docs/` tells; `GET /invoices` is no path.\n",
  );
  expect(checkArchitecture(root)).toEqual([]);
  write("docs/architecture.md", "`app/` shows, `lib/clock.ts` is gone, `docs/` tells.\n");
  expect(checkArchitecture(root)).toEqual([
    "docs/architecture.md names lib/clock.ts, which is not there.",
    "docs/architecture.md does not say what db/ is.",
  ]);
});

test("what counts as a path in the document", () => {
  const text =
    "`app/`, `app/(portal)/[slug]`, `npm run demo`, `@/lib`, `/sign-in`\n```\nfigure `not/this`\n```\n`db/schema`";
  expect(pathsNamedIn(text)).toEqual(["app", "app/(portal)/[slug]", "db/schema"]);
});

test("settings are read in lib/env.ts, by scripts and by tests only", () => {
  for (const file of ["lib/env.ts", "scripts/a.ts", "db/b.db.test.ts", "sandbox/main.ts", "next.config.ts"]) {
    write(file, "export const port = process.env.PORT;\n");
  }
  expect(checkEnvironmentReads(root)).toEqual([]);
  for (const file of ["workers/c.ts", "proxy.ts"]) write(file, "if (process.env.PORT) listen();\n");
  expect(checkEnvironmentReads(root)).toEqual([
    "workers/c.ts reads process.env: ask lib/env.ts.",
    "proxy.ts reads process.env: ask lib/env.ts.",
  ]);
});

test.each([
  ["const { PORT } = process.env;", true],
  ['import { env } from "node:process";', true],
  ["// process.env is read elsewhere", false],
  ["/** Not process.env. */", false],
  ["readEnv(process.environment)", false],
])("%s reads the environment: %s", (source, expected) => {
  expect(readsEnvironment(source)).toBe(expected);
});
