import { ApiError, type ApiErrorKind } from "@/lib/errors";
import type { DraftIssue } from "./item-draft";

/** An outside failure as an issue of the catalogue. `side` says who failed: the source or the PSA. */
export function issueOfError(error: ApiError, side: "source" | "psa"): DraftIssue {
  const facts: Record<string, string> = {};
  if (error.words) facts.words = error.words;
  if (error.status) facts.status = String(error.status);
  if (error.call) facts.call = error.call;
  return {
    code: side === "source" ? sourceCode(error) : psaCode(error),
    severity: "error",
    facts,
    rawAnswer: error.rawAnswer ?? null,
  };
}

const kindsOfOne: readonly ApiErrorKind[] = ["forbidden", "rejected", "unreadable"];

/** Whether only the one agreement or line that was read is in trouble, while a PSA that is down is the run's. */
export function isTroubleOfOne(error: unknown): error is ApiError {
  return error instanceof ApiError && kindsOfOne.includes(error.kind);
}

function sourceCode(error: ApiError): string {
  if (error.kind === "unauthorised" || error.kind === "forbidden") return "source_unauthorised";
  return error.kind === "unreadable" ? "source_inconsistent" : "source_unavailable";
}

function psaCode(error: ApiError): string {
  if (error.refusal) return error.refusal;
  switch (error.kind) {
    case "unauthorised":
      return "psa_unauthorised";
    case "forbidden":
      return "psa_forbidden";
    case "rate_limited":
      return "psa_rate_limited";
    case "unavailable":
    case "unreadable":
      return "psa_unavailable";
    case "timeout":
    case "conflict":
      return "psa_timeout_unknown";
    case "not_found":
    case "rejected":
      return "psa_rejected";
  }
}
