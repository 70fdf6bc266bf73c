import { ApiError, type ApiErrorKind } from "@/lib/errors";
import { ForbiddenAddress } from "../host-rule";
import { BodyTooLong } from "./read-body";

type Broken = {
  service: string;
  call: string;
  /** null: nothing had come yet. */
  status: number | null;
  /** The caller, or the limit of time, has ended the exchange. */
  ended: "stopped" | "late" | null;
};

/**
 * What a broken exchange means: no answer → `unavailable`, too late → `timeout`, an answer that broke off → `unreadable`.
 * Each leaves a write's outcome unknown, except that an address which may not be called is `rejected`: nothing was sent.
 */
export function transportError(error: unknown, { service, call, status, ended }: Broken): ApiError {
  if (error instanceof ApiError) return error;
  const { kind, words } = judge(error, status !== null, ended);
  return new ApiError({ service, kind, call, words, cause: error, ...(status === null ? {} : { status }) });
}

function judge(
  error: unknown,
  answered: boolean,
  ended: Broken["ended"],
): { kind: ApiErrorKind; words: string } {
  if (ended === "stopped") return { kind: "timeout", words: "We stopped waiting for the answer." };
  if (ended === "late") return { kind: "timeout", words: "No whole answer came in time." };
  if (error instanceof ForbiddenAddress) return { kind: "rejected", words: error.message };
  if (error instanceof BodyTooLong) {
    return { kind: "unreadable", words: `The answer is longer than ${error.limit} bytes.` };
  }
  if (answered) return { kind: "unreadable", words: "The answer broke off or is no text." };
  return {
    kind: "unavailable",
    words: unavailableWords[codeOf(error)] ?? "The connection broke before an answer came.",
  };
}

const unavailableWords: Readonly<Record<string, string>> = {
  ENOTFOUND: "The address is not known on the internet.",
  ECONNREFUSED: "The connection was refused.",
};

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
