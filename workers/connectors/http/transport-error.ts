import { ApiError, type ApiErrorKind } from "@/lib/errors";
import { ForbiddenAddress } from "../host-rule";
import { BodyTooLong } from "./read-body";

type Broken = {
  service: string;
  call: string;
  /** null: nothing had come yet. */
  status: number | null;
  /** What the caller's own signal says. */
  stopped: boolean;
};

const timeoutNames = ["TimeoutError", "HeadersTimeoutError", "BodyTimeoutError"];

/**
 * What a broken exchange means: no answer → `unavailable`, too late → `timeout`, an answer that broke off → `unreadable`.
 * Each leaves a write's outcome unknown, except that an address which may not be called is `rejected`: nothing was sent.
 */
export function transportError(error: unknown, { service, call, status, stopped }: Broken): ApiError {
  if (error instanceof ApiError) return error;
  const { kind, words } = judge(error, status !== null, stopped);
  return new ApiError({ service, kind, call, words, cause: error, ...(status === null ? {} : { status }) });
}

function judge(error: unknown, answered: boolean, stopped: boolean): { kind: ApiErrorKind; words: string } {
  const name = error instanceof Error ? error.name : "";
  const code = codeOf(error);
  if (stopped) return { kind: "timeout", words: "We stopped waiting for the answer." };
  if (timeoutNames.includes(name)) return { kind: "timeout", words: "No whole answer came in time." };
  if (error instanceof ForbiddenAddress) return { kind: "rejected", words: error.message };
  if (error instanceof BodyTooLong) {
    return { kind: "unreadable", words: `The answer is longer than ${error.limit} bytes.` };
  }
  if (answered) return { kind: "unreadable", words: "The answer broke off or is no text." };
  if (code === "ENOTFOUND")
    return { kind: "unavailable", words: "The address is not known on the internet." };
  if (code === "ECONNREFUSED") return { kind: "unavailable", words: "The connection was refused." };
  return { kind: "unavailable", words: "The connection broke before an answer came." };
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
