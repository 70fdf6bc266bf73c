import { z } from "zod";
import { ApiError, type ApiErrorKind } from "@/lib/errors";
import { kindsByStatus } from "../http/kinds-by-status";
import { parseRetryAfter } from "../http/retry-after";
import type { HttpAnswer } from "../http/types";
import { tryJson } from "../wire/json";

export const service = "PRISM";

/** Error codes of the token endpoint (RFC 6749, 5.2) that mean that the client id or secret is wrong or withdrawn. */
const refusedClients = ["invalid_client", "unauthorized_client", "invalid_grant"];

const errorBody = z.object({
  error: z.string().optional(),
  Message: z.string().optional(),
  message: z.string().optional(),
});
type ErrorBody = z.infer<typeof errorBody>;

/** What an answer other than 2xx means: by its status, and by the token endpoint's codes. */
export function explainAnswer(answer: HttpAnswer, now: Date): ApiError {
  const read = errorBody.safeParse(tryJson(answer.text));
  const body: ErrorBody = read.success ? read.data : {};
  const header = answer.headers["retry-after"];
  const retryAfterMs = parseRetryAfter(Array.isArray(header) ? header[0] : header, now);
  const words = body.Message ?? body.message ?? body.error;
  return new ApiError({
    service,
    kind: kindOf(answer.status, body),
    status: answer.status,
    call: answer.call,
    words: words ?? `HTTP status ${answer.status}`,
    ...(answer.raw === null ? {} : { rawAnswer: answer.raw }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function kindOf(status: number, { error }: ErrorBody): ApiErrorKind {
  if (status === 400 && error !== undefined && refusedClients.includes(error)) return "unauthorised";
  if (status >= 500) return "unavailable";
  return status < 400 ? "unreadable" : (kindsByStatus[status] ?? "rejected");
}
