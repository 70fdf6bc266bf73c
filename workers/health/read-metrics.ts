import { readOperationalFigures } from "@/db/queries/operational-figures";
import { SECOND } from "@/lib/clock";
import { fullestQuota } from "../connectors/autotask/client/budget";
import type { WorkerTools } from "../tools";
import { metricsText } from "./metrics-text";

/** However often it is asked, the database is asked for the figures at most once in so long. */
const keptFor = 5 * SECOND;

/** What `/metrics` answers. Rejects when the database does not answer. */
export function openMetrics(
  { database, engine, calls }: Pick<WorkerTools, "database" | "engine" | "calls">,
  isWell: () => boolean,
): () => Promise<string> {
  let kept: { at: number; figures: ReturnType<typeof readOperationalFigures> } | undefined;
  return async () => {
    const now = engine.clock.monotonicMs();
    if (!kept || now - kept.at >= keptFor) kept = { at: now, figures: readOperationalFigures(database.db) };
    const figures = await kept.figures.catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    const worker = {
      isWell: isWell(),
      memoryBytes: process.memoryUsage.rss(),
      uptimeSeconds: Math.round(process.uptime()),
      quotaUsed: fullestQuota(),
    };
    return metricsText(figures, calls.read(), worker);
  };
}
