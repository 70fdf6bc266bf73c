import pino, { type Logger } from "pino";

/**
 * Logs carry a fixed message and allow-listed ids and codes. Anything else that is passed is dropped,
 * so that no credential, name or amount reaches a log by accident.
 */
const allowed = new Set([
  "orgId",
  "runId",
  "taskId",
  "mailId",
  "itemId",
  "connectionId",
  "programSyncId",
  "epoch",
  "worker",
  "kind",
  "status",
  "code",
  "reference",
  "attempt",
  "waitMs",
  "count",
  "call",
  "queue",
  "job",
  "reason",
  "port",
  "requestId",
  "action",
  "service",
  "ms",
]);

export type LogFields = Record<string, string | number | boolean | null | undefined>;

export type EventLog = {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string, error?: unknown): void;
};

function keep(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)));
}

/** The stack says where; a message may carry data from outside, so only our own errors' names are kept. */
function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return {};
  const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return { error: error.name, stack: frames.slice(0, 6).join(" | ") };
}

/** A logger for one process. JSON lines on standard output. */
export function createLog(process: "portal" | "worker" | "scripts", level: string): EventLog {
  const logger: Logger = pino({ level, base: { process } });
  return {
    debug: (fields, message) => logger.debug(keep(fields), message),
    info: (fields, message) => logger.info(keep(fields), message),
    warn: (fields, message) => logger.warn(keep(fields), message),
    error: (fields, message, error) => logger.error({ ...keep(fields), ...describe(error) }, message),
  };
}
