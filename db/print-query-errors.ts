import { inspect } from "node:util";
import { DrizzleQueryError } from "drizzle-orm";

/**
 * Makes a failed query print as the database's code and the place in our code. Its message and its cause hold the
 * query's values (addresses, names, hashes), and Next prints whatever error a page throws.
 */
export function printQueryErrorsWithoutValues(): void {
  Object.defineProperty(DrizzleQueryError.prototype, inspect.custom, { value: printed, configurable: true });
}

function printed(this: DrizzleQueryError): string {
  const { cause } = this;
  const code = cause && "code" in cause && typeof cause.code === "string" ? cause.code : "no code";
  const frames = (this.stack ?? "").split("\n").filter((line) => /^ +at /.test(line));
  return [`A query failed (${code}).`, ...frames].join("\n");
}
