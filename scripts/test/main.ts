import { rmSync } from "node:fs";
import path from "node:path";
import { forgetProcess } from "../machine/process-table";
import { prepareShutdown, type Shutdown } from "../machine/shutdown";
import { describeFailure, step } from "../machine/steps";
import { buildPortal, buildWorker } from "../services/build";
import { addCounts, type Counts, closingLine, isGood } from "./counts";
import { listTests, runJest } from "./jest";
import { type Kind, kindOf, readSelection } from "./selection";
import { startServices } from "./services";
import { endAll, openWorkDir } from "./work-dir";

const shutdown = prepareShutdown();
try {
  const counts = await runTests(shutdown);
  await shutdown.run();
  console.log(closingLine(counts));
  process.exitCode = isGood(counts) ? 0 : 1;
} catch (error) {
  await shutdown.run();
  console.error(describeFailure(error));
  console.log(closingLine({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
}

async function runTests(shutdown: Shutdown): Promise<Counts> {
  const selection = readSelection(process.argv.slice(2).filter((word) => word !== "--"));
  const found = new Set((await listTests(selection)).map(kindOf));
  if (found.size === 0) throw new Error("No test has such a name.");
  const workDir = await openWorkDir("memory");
  shutdown.add(async () => {
    forgetProcess(path.join(workDir, "run"), "launcher");
    await endAll(workDir);
    rmSync(workDir, { recursive: true, force: true });
  });
  const env = await startServices(found, workDir, shutdown);
  if (found.has("e2e"))
    await step("Building the portal", () =>
      buildPortal({ logFile: path.join(workDir, "build.log"), runDir: path.join(workDir, "run") }),
    );
  if (found.has("e2e") || found.has("faults")) await step("Building the worker", buildWorker);

  const asked = selection.kinds.filter((kind) => found.has(kind));
  const runs = [
    { kinds: asked.filter((kind) => !isWholeProduct(kind)), args: ["--maxWorkers=2"], name: "counts" },
    { kinds: asked.filter(isWholeProduct), args: ["--runInBand"], name: "counts-in-turn" },
  ].filter(({ kinds }) => kinds.length > 0);
  // Neither may draw over the other's lines.
  const quietly = runs.length > 1 ? { ...env, CI: "true" } : env;
  return addCounts(
    await Promise.all(
      runs.map(({ kinds, args, name }) =>
        runJest(
          {
            kinds,
            args: [...args, ...selection.jestArgs],
            env: quietly,
            countsFile: path.join(workDir, `${name}.json`),
          },
          shutdown,
        ),
      ),
    ),
  );
}

/** Each of these runs the whole product, which mostly waits: one after the other, beside the tests that work. */
function isWholeProduct(kind: Kind): boolean {
  return kind === "e2e" || kind === "faults";
}
