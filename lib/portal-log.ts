import { portalEnv } from "@/lib/env";
import { createLog, type EventLog } from "@/lib/logger";

let log: EventLog | undefined;

/** The portal's log, made at the first line. */
export function portalLog(): EventLog {
  log ??= createLog("portal", portalEnv().LOG_LEVEL);
  return log;
}
