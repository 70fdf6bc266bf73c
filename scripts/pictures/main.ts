import { rmSync } from "node:fs";
import path from "node:path";
import { endLeftovers, forgetProcess } from "../machine/process-table";
import { prepareShutdown } from "../machine/shutdown";
import { describeFailure, step } from "../machine/steps";
import { buildPortal, buildWorker } from "../services/build";
import { startServices } from "../test/services";
import { openWorkDir } from "../test/work-dir";
import { takeAll, takePictures } from "./take-pictures";

/**
 * Takes the pictures of docs/pictures anew, from the product over the stand-ins. With a folder as its argument, every screen
 * and every mail instead, on a phone and on a desk, light and dark, also with 4,000 customers: to be looked at.
 */
const shutdown = prepareShutdown();
try {
  const [folder] = process.argv.slice(2).filter((word) => word !== "--");
  const workDir = await openWorkDir();
  const runDir = path.join(workDir, "run");
  shutdown.add(async () => {
    forgetProcess(runDir, "launcher");
    await endLeftovers(runDir);
    rmSync(workDir, { recursive: true, force: true });
  });
  Object.assign(process.env, await startServices(new Set(["db", "e2e"]), workDir, shutdown));
  await step("Building the portal", () => buildPortal({ logFile: path.join(workDir, "build.log"), runDir }));
  await step("Building the worker", buildWorker);
  await step("Taking the pictures", () => (folder ? takeAll(folder) : takePictures("docs/pictures")));
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
await shutdown.run();
