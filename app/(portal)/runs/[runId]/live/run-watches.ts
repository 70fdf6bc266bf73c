import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { portalDatabase } from "@/db/portal";
import { getRunState, type RunState } from "@/db/queries/portal/get-run-state";
import { SECOND } from "@/lib/clock";
import { openWatches, type Watches } from "@/lib/live/watches";

const runKey = z.tuple([z.uuid(), z.uuid()]);

let watches: Watches<RunState> | undefined;

/** What the viewers of this process's runs share. The portal's end is theirs: an open stream would hold it up. */
export function runWatches(): Watches<RunState> {
  if (watches) return watches;
  const opened = openWatches<RunState>({
    read: async (key) => {
      const [orgId, runId] = runKey.parse(key.split(" "));
      const state = await getRunState(portalDatabase(), { orgId, runId });
      if (!state) throw new Error("There is no such run any more.");
      return state;
    },
    isOver: ({ status }) => status !== "queued" && status !== "running",
    everyMs: SECOND,
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
  });
  process.once("SIGTERM", opened.end);
  process.once("SIGINT", opened.end);
  watches = opened;
  return opened;
}

/** A run of an organisation: nobody watches one of another. */
export function watchKey(of: { orgId: string; runId: string }): string {
  return `${of.orgId} ${of.runId}`;
}
