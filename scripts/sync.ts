import { parseArgs } from "node:util";
import { syncKinds } from "@/db/schema";
import { requestSync, watchSync } from "./sync/run-sync";

const usage = `Runs a sync from the terminal and shows its progress.

  npm run sync -- --program <slug> --kind customers|products [--preview] [--organisation <name>]

  --program       the program sync, as in its address in the portal
  --kind          customers, or products
  --preview       plan only: nothing is written to the PSA
  --organisation  needed when there are several

Settings come from the environment (see .env.example), or from the demo when it has been started here.
Exits with 0 when the run ended in Success, Warning or No Change, with 1 on Error, with 2 on wrong use.`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      program: { type: "string" },
      kind: { type: "string" },
      preview: { type: "boolean", default: false },
      organisation: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help" as const;
  const { program } = values;
  const kind = syncKinds.find((known) => known === values.kind);
  if (!program || !kind) {
    throw new Error("--program and --kind customers|products are needed. See --help.");
  }
  return { program, kind, preview: values.preview, organisation: values.organisation };
}

async function main(): Promise<number> {
  let request: ReturnType<typeof readArguments>;
  try {
    request = readArguments();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  if (request === "help") {
    console.log(usage);
    return 0;
  }
  const asked = await requestSync(request);
  if ("problem" in asked) {
    console.error(asked.problem);
    return 2;
  }
  return (await watchSync(asked)) === "error" ? 1 : 0;
}

process.exitCode = await main();
