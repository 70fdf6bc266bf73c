import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endLeftovers, forgetProcess } from "../machine/process-table";
import { prepareShutdown } from "../machine/shutdown";
import { describeFailure, step } from "../machine/steps";
import { startServices } from "../test/services";
import { openWorkDir } from "../test/work-dir";
import { billingPage, computeMonths } from "./billing-blocks";
import { writeBlocks } from "./page-blocks";

/** Computes the worked months of docs/billing.md anew and writes them into the page. */
const shutdown = prepareShutdown();
try {
  const workDir = await openWorkDir("memory");
  shutdown.add(async () => {
    forgetProcess(path.join(workDir, "run"), "launcher");
    await endLeftovers(path.join(workDir, "run"));
    rmSync(workDir, { recursive: true, force: true });
  });
  const { TEST_DATABASE_URL } = await startServices(new Set(["db"]), workDir, shutdown);
  process.env.TEST_DATABASE_URL = TEST_DATABASE_URL;
  const blocks = await step("Working the months", computeMonths);
  writeFileSync(billingPage, writeBlocks(readFileSync(billingPage, "utf8"), blocks));
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
await shutdown.run();
