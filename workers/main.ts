import { workerEnv } from "@/lib/env";
import { openMetrics } from "./health/read-metrics";
import { startHealth } from "./health/serve-health";
import { startWorker } from "./start-worker";
import { openTools } from "./tools";

const env = workerEnv();
const tools = openTools(env, "worker");
const worker = await startWorker(tools);
const port = env.WORKER_HEALTH_PORT;
const health =
  port === undefined
    ? undefined
    : await startHealth(port, { isWell: worker.isWell, metrics: openMetrics(tools, worker.isWell) });

let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void Promise.all([worker.stop(), health?.stop()]).then(() => process.exit(0));
  });
}
