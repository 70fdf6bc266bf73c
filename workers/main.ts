import { workerEnv } from "@/lib/env";
import { startWorker } from "./start-worker";
import { openTools } from "./tools";

const tools = openTools(workerEnv(), "worker");
const worker = await startWorker(tools);

let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void worker.stop().then(() => process.exit(0));
  });
}
