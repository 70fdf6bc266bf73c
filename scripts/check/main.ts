import { describeFailure } from "../machine/steps";
import { checkArchitecture } from "./architecture";
import { checkEnvironmentReads } from "./environment-reads";
import { checkExactVersions } from "./exact-versions";
import { checkInstallScripts } from "./install-scripts";
import { checkLockfile } from "./lockfile";
import { checkMinimumVersions } from "./minimum-versions";
import { checkDoors, checkFormat, checkTypes, checkUnused } from "./tools";

/** Each answers what is wrong, one line or paragraph per problem; none when all is well. */
const checks: readonly [name: string, run: (root: string) => string[] | Promise<string[]>][] = [
  ["exact versions in package.json", checkExactVersions],
  ["lockfile complete for every platform", checkLockfile],
  ["minimum versions", checkMinimumVersions],
  ["install scripts decided", checkInstallScripts],
  ["docs/architecture.md true", checkArchitecture],
  ["process.env read in one place", checkEnvironmentReads],
  ["format and lint (biome)", checkFormat],
  ["import doors (dependency-cruiser)", checkDoors],
  ["unused code (knip)", checkUnused],
  ["types (tsc)", checkTypes],
];

const root = process.cwd();
let failed = 0;
for (const [name, run] of checks) {
  const started = performance.now();
  const problems = await Promise.resolve(run(root)).catch((error: unknown) => [describeFailure(error)]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? "ok    " : "failed"} ${seconds.padStart(5)} s  ${name}`);
  for (const problem of problems) console.log(problem.replaceAll(/^/gm, "    "));
  if (problems.length > 0) failed += 1;
}
console.log(failed === 0 ? "Every check passed." : `${failed} of ${checks.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
