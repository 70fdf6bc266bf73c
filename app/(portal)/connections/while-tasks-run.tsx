import { AutoRefresh } from "@/components/shell/auto-refresh";
import type { Accesses } from "@/db/queries/portal/accesses";
import { taskKinds } from "@/db/schema";
import { SECOND } from "@/lib/clock";

/** Keeps the page up to date while a test or a fetching goes on. Without script the reader reloads it. */
export function WhileTasksRun({ accesses: { sources, connections, latestTask } }: { accesses: Accesses }) {
  const open = [...sources, ...connections].some(({ id }) =>
    taskKinds.some((kind) => latestTask(id, kind)?.state === "queued"),
  );
  return open ? <AutoRefresh everyMs={2 * SECOND} /> : null;
}
