import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { rooms } from "./rooms";

/** One import each, from the one file to the other, and the rule that must refuse it; none when the door is open. */
const doors: readonly [from: string, to: string, rule?: string][] = [
  ["app/a.ts", "components/to.ts"],
  ["app/b.ts", "db/to.ts"],
  ["app/c.ts", "lib/to.ts"],
  ["app/d.ts", "workers/queues/to.ts"],
  ["app/e.ts", "workers/jobs/to.ts", "doors-of-app"],
  ["app/f.ts", "emails/to.ts", "doors-of-app"],
  ["app/g.ts", "sandbox/to.ts", "doors-of-app"],
  ["components/a.ts", "lib/to.ts"],
  ["components/b.ts", "db/to.ts", "doors-of-components"],
  ["components/c.ts", "workers/queues/to.ts", "doors-of-components"],
  ["db/a.ts", "lib/to.ts"],
  ["db/b.ts", "workers/queues/to.ts", "doors-of-db"],
  ["emails/a.ts", "lib/to.ts"],
  ["emails/b.ts", "db/to.ts", "doors-of-emails"],
  ["lib/a.ts", "db/to.ts", "doors-of-lib"],
  ["lib/session.ts", "db/to.ts"],
  ["workers/jobs/a.ts", "db/to.ts"],
  ["workers/jobs/b.ts", "emails/to.ts"],
  ["workers/jobs/c.ts", "lib/to.ts"],
  ["workers/jobs/d.ts", "components/to.ts", "doors-of-workers"],
  ["workers/jobs/e.ts", "sandbox/to.ts", "doors-of-workers"],
  ["workers/jobs/f.test.ts", "sandbox/to.ts"],
  ["workers/connectors/a.ts", "lib/to.ts"],
  ["workers/connectors/b.ts", "db/to.ts", "connectors-know-no-database"],
  ["workers/queues/a.ts", "lib/to.ts"],
  ["workers/queues/b.ts", "workers/jobs/to.ts", "queues-are-light"],
  ["sandbox/a.ts", "lib/to.ts", "doors-of-sandbox"],
  ["sandbox/b.test.ts", "workers/jobs/to.ts", "doors-of-sandbox"],
  ["scripts/a.ts", "db/to.ts"],
  ["scripts/b.ts", "app/to.ts", "app-is-imported-by-nothing"],
];

const root = mkdtempSync(path.join(tmpdir(), "doors "));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

function findViolations(): string[] {
  const program = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = path.resolve(".dependency-cruiser.cjs");
  const { stdout } = spawnSync(process.execPath, [program, "--config", config, "-T", "json", ...rooms], {
    cwd: root,
    encoding: "utf8",
  });
  const { violations } = report.parse(JSON.parse(stdout)).summary;
  return [...new Set(violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`))].sort();
}

test("each door opens to the rooms that it should and to no other", () => {
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }');
  write(
    "node_modules/only-for-us/package.json",
    '{ "name": "only-for-us", "version": "1.0.0", "main": "index.js" }',
  );
  write("node_modules/only-for-us/index.js", "module.exports = 1;");
  write("package.json", '{ "devDependencies": { "only-for-us": "1.0.0" } }');
  for (const [from, to] of doors) {
    write(to, "export const it = 1;\n");
    write(from, `import { it } from "@/${to.replace(".ts", "")}";\nexport const got = it;\n`);
  }
  write("components/shapes.ts", 'import type { it } from "@/db/to";\nexport type Got = typeof it;\n');
  write("components/jobs.ts", 'import type { it } from "@/workers/jobs/to";\nexport type Got = typeof it;\n');
  write("workers/jobs/package.ts", 'import it from "only-for-us";\nexport const got = it;\n');
  write("workers/jobs/package.test.ts", 'import it from "only-for-us";\nexport const got = it;\n');
  write("lib/round.ts", 'import { about } from "./about";\nexport const round = () => about;\n');
  write("lib/about.ts", 'import { round } from "./round";\nexport const about = () => round;\n');

  const refused = doors.flatMap(([from, to, rule]) => (rule ? [`${from} → ${to}: ${rule}`] : []));
  expect(findViolations()).toEqual(
    [
      ...refused,
      "components/jobs.ts → workers/jobs/to.ts: components-know-shapes-of-db-only",
      "workers/jobs/package.ts → node_modules/only-for-us/index.js: product-needs-no-development-package",
      "lib/about.ts → lib/round.ts: no-circle",
    ].sort(),
  );
});
