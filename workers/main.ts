import { workerEnv } from "@/lib/env";
import { startHealth } from "./health";
import { startWorker } from "./start-worker";
import { openTools } from "./tools";

const env = workerEnv();
const worker = await startWorker(openTools(env, "worker"));
const port = env.WORKER_HEALTH_PORT;
const health = port === undefined ? undefined : await startHealth(port, worker.isWell);

let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void Promise.all([worker.stop(), health?.stop()]).then(() => process.exit(0));
  });
}
