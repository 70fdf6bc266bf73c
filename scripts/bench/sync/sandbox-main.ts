import { startSandbox } from "@/sandbox/start";
import { largeWorld } from "@/sandbox/world/large-world";
import { benchMonth } from "./bench-month";

/** The sandboxes with so many invoice lines, in a process of their own: their time and memory are not the worker's. */
const lines = Number(process.argv[2]);
const sandbox = await startSandbox({ build: () => largeWorld(lines, benchMonth) });
process.stdout.write(`${JSON.stringify(sandbox.endpoints)}\n`);
process.on("SIGTERM", () => {
  void sandbox.stop().finally(() => process.exit(0));
});
