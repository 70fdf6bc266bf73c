import type { ApiErrorKind } from "@/lib/errors";

/** What a status below 500 means where the service says nothing of its own about it. */
export const kindsByStatus: Readonly<Record<number, ApiErrorKind>> = {
  401: "unauthorised",
  403: "forbidden",
  404: "not_found",
  408: "timeout",
  409: "conflict",
  429: "rate_limited",
};
