import { endLeftovers, findRecorded, forgetProcess, recordProcess } from "../machine/process-table";
import { prepareShutdown } from "../machine/shutdown";
import { describeFailure } from "../machine/steps";
import { bringUp } from "./bring-up";
import { type DemoOptions, readOptions, usage } from "./options";
import { demoPaths } from "./state";

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(usage);
  else await runDemo(options);
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}

async function runDemo(options: DemoOptions): Promise<void> {
  const paths = demoPaths(process.cwd());
  const other = findRecorded(paths.run, "launcher");
  if (other !== undefined) throw new Error(`The demo is running here already (process ${other}).`);

  const shutdown = prepareShutdown(() => process.stdout.write("\nEnding the demo …\n"));
  const left = await endLeftovers(paths.run);
  if (left.length > 0) console.log(`Ended what an earlier demo left running: ${left.join(", ")}`);
  recordProcess(paths.run, "launcher", process.pid);
  shutdown.add(async () => {
    forgetProcess(paths.run, "launcher");
    // A child that was just being started when the end came.
    await endLeftovers(paths.run);
  });
  try {
    await bringUp(options, paths, shutdown);
  } catch (error) {
    // What fails because Ctrl-C took it away is no failure, and the signal decides how we exit.
    const isOurDoing = shutdown.hasBegun();
    await shutdown.run();
    if (!isOurDoing) throw error;
  }
}
