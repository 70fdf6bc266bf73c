import { prepareShutdown } from "../machine/shutdown";
import { describeFailure } from "../machine/steps";
import { benches } from "./benches";
import { say } from "./output";

const [name, ...args] = process.argv.slice(2).filter((word) => word !== "--");
const shutdown = prepareShutdown(() => say("Ending the benchmark …"));
try {
  await runBench();
} catch (error) {
  // What fails because Ctrl-C took it away is no failure, and the signal decides how we exit.
  if (!shutdown.hasBegun()) {
    say(describeFailure(error));
    process.exitCode = 1;
  }
} finally {
  await shutdown.run();
}

async function runBench(): Promise<void> {
  const bench = benches.find((one) => one.name === name);
  if (bench === undefined) {
    say(listBenches());
    if (name !== undefined && name !== "--help" && name !== "-h") throw new Error(`There is no "${name}".`);
    return;
  }
  if (args.includes("--help") || args.includes("-h")) say(bench.usage);
  else await bench.run(args, shutdown);
}

function listBenches(): string {
  const list = benches.map((one) => `  ${one.name.padEnd(8)}${one.summary}`).join("\n");
  return `npm run bench -- <name> [options]

Measures the product against the goals of docs/performance.md. Each result is a line of JSON on standard output; a table for
people and what is under way go to standard error.

${list}

npm run bench -- <name> --help tells the options of one.`;
}
