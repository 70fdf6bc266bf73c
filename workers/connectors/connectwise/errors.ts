import { z } from "zod";
import { ApiError, type ApiErrorKind, type RefusalCode } from "@/lib/errors";
import { kindsByStatus } from "../http/kinds-by-status";
import { parseRetryAfter } from "../http/retry-after";
import type { HttpAnswer } from "../http/types";
import { tryJson } from "../wire/json";

export const service = "ConnectWise";

/** The one list of texts by which ConnectWise tells its refusals apart; whole messages, letter by letter. */
const refusals: Readonly<Record<string, RefusalCode>> = {
  "effectiveDate cannot be less than the agreement billing start date": "effective_date_before_agreement",
  "Since this period has already been invoiced there will not be an invoice generated for additional products for this period. Please prorate the agreement or update the start date to on or after the Next Invoice Date.":
    "period_already_invoiced",
};

/** Texts whose meaning differs from what their status says. */
const kindsByText: Readonly<Record<string, ApiErrorKind>> = {
  "SSL is required.": "rejected",
  "Incorrect public/private key": "unauthorised",
  // ConnectWise's own spelling.
  "A timeout has occured. Please try again.": "timeout",
};

/** A refusal of one field: its `code` says which rule, e.g. "MaxLengthField". */
const fieldError = z.object({ code: z.string(), message: z.string(), field: z.string().nullish() });

/** Every error has `code`, except that of a rate limit, which has `error` in its place. */
const errorBody = z.object({
  code: z.string().default(""),
  message: z.string(),
  errors: z
    .array(fieldError)
    .nullish()
    .transform((errors) => errors ?? []),
});
type ErrorBody = z.infer<typeof errorBody>;

/**
 * A 404 that does not say that a record is missing: the site may have moved to another version folder,
 * or it answers wrong keys so (cloud sites do). The client finds out which.
 */
export class UncertainNotFound extends ApiError {}

/** What an answer other than 2xx means, by its status and, where ConnectWise speaks only in text, by the tables above. */
export function explainAnswer(answer: HttpAnswer, now: Date): ApiError {
  const read = errorBody.safeParse(tryJson(answer.text));
  const body = read.success ? read.data : null;
  const kind = kindOf(answer.status, body);
  const refusal = refusalOf(body);
  const header = answer.headers["retry-after"];
  const retryAfterMs = parseRetryAfter(Array.isArray(header) ? header[0] : header, now);
  const details = {
    service,
    kind,
    status: answer.status,
    call: answer.call,
    words: wordsOf(answer.status, body),
    ...(answer.raw === null ? {} : { rawAnswer: answer.raw }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const uncertain = kind === "not_found" && body?.code !== "NotFound";
  return uncertain ? new UncertainNotFound(details) : new ApiError(details);
}

function kindOf(status: number, body: ErrorBody | null): ApiErrorKind {
  const told = body ? kindsByText[body.message] : undefined;
  if (told) return told;
  if (status >= 500) return "unavailable";
  // Redirects are not followed: whether a write took effect behind one is unknown.
  return status < 400 ? "unreadable" : (kindsByStatus[status] ?? "rejected");
}

function refusalOf(body: ErrorBody | null): RefusalCode | undefined {
  for (const { code, message } of body?.errors ?? []) {
    const told = refusals[message];
    if (told) return told;
    if (code === "ObjectExists") return "psa_duplicate_name";
    if (code === "NotFound") return "psa_prerequisite_missing";
  }
  return undefined;
}

function wordsOf(status: number, body: ErrorBody | null): string {
  if (!body) return `HTTP status ${status}`;
  return body.errors.length > 0 ? body.errors.map(({ message }) => message).join(" ") : body.message;
}
