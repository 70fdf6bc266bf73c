/**
 * What went wrong with an outside service, in the few kinds that decide what happens next.
 * Nobody searches a message's text: where an API speaks only in text, its connector turns text into a kind.
 */
export const apiErrorKinds = [
  "unauthorised",
  "forbidden",
  "not_found",
  "rejected",
  "conflict",
  "rate_limited",
  "unavailable",
  "timeout",
  "unreadable",
] as const;

export type ApiErrorKind = (typeof apiErrorKinds)[number];

/**
 * Which rule of the service refused, where the connector knows it from its table of exact texts;
 * the names are issue codes of the catalogue.
 */
export type RefusalCode =
  | "agreement_ended"
  | "agreement_missing"
  | "billing_code_missing"
  | "effective_date_before_agreement"
  | "period_already_invoiced"
  | "price_conflict"
  | "psa_duplicate_name"
  | "psa_prerequisite_missing";

type ApiErrorDetails = {
  service: string;
  kind: ApiErrorKind;
  /** HTTP status, when there was an answer. */
  status?: number;
  /** How long the service asked us to wait, in milliseconds. */
  retryAfterMs?: number;
  /** The service's own words, for a person to read; never a credential. */
  words?: string;
  refusal?: RefusalCode;
  /** The raw answer, cut to 2,000 characters and redacted by the connector. */
  rawAnswer?: string;
  /** Method and path without query, to say which call failed. */
  call?: string;
  cause?: unknown;
};

export class ApiError extends Error {
  readonly service: string;
  readonly kind: ApiErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly words: string | undefined;
  readonly refusal: RefusalCode | undefined;
  readonly rawAnswer: string | undefined;
  readonly call: string | undefined;

  constructor(details: ApiErrorDetails) {
    super(`${details.service}: ${details.kind}${details.status ? ` (${details.status})` : ""}`, {
      cause: details.cause,
    });
    this.name = "ApiError";
    this.service = details.service;
    this.kind = details.kind;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.words = details.words;
    this.refusal = details.refusal;
    this.rawAnswer = details.rawAnswer;
    this.call = details.call;
  }

  /** True when a write may or may not have taken effect, so that only reading can tell. */
  get outcomeUnknown(): boolean {
    return ["timeout", "unavailable", "unreadable", "conflict"].includes(this.kind);
  }
}
