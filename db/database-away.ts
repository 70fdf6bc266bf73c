import { DrizzleQueryError } from "drizzle-orm";
import { DatabaseError } from "pg";

/** Classes and codes of PostgreSQL with which it says that it could not, rather than that what was asked for is wrong. */
const passingClasses = new Set(["08", "53", "57"]);
const passingCodes = new Set(["25006", "40001", "40P01", "55P03"]);
const networkCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/** What the driver says without any code. */
const driverTexts = new Set([
  "Connection terminated",
  "Connection terminated due to connection timeout",
  "Connection terminated unexpectedly",
  "Client has encountered a connection error and is not queryable",
  "timeout exceeded when trying to connect",
]);

/** No connection to the database could be had: it is not reached, or gives none in time. */
class NoConnection extends Error {
  constructor(cause: Error) {
    super("No connection to the database could be had.", { cause });
    this.name = "NoConnection";
  }
}

/** What a failed attempt to connect throws: what the database itself said stays as it is. */
export function withoutConnection(error: unknown): Error {
  if (error instanceof DatabaseError || error instanceof NoConnection) return error;
  return new NoConnection(error instanceof Error ? error : new Error(String(error)));
}

/** Whether an error came from the database, whatever it says. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof DrizzleQueryError || error instanceof DatabaseError || isDatabaseAway(error);
}

/**
 * Whether the database failed us for a while: it is away, starts again, has no connection left, writes nothing, or ended a
 * deadlock. The same work succeeds later.
 */
export function isDatabaseAway(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(cause instanceof Error)) return false;
  if (cause instanceof NoConnection) return true;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  if (cause instanceof DatabaseError) return passingClasses.has(code.slice(0, 2)) || passingCodes.has(code);
  return error instanceof DrizzleQueryError
    ? networkCodes.has(code) || driverTexts.has(cause.message)
    : driverTexts.has(cause.message);
}
