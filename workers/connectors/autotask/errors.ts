import { z } from "zod";
import { MINUTE, SECOND } from "@/lib/clock";
import { ApiError, type ApiErrorKind, type RefusalCode } from "@/lib/errors";
import { kindsByStatus } from "../http/kinds-by-status";
import { parseRetryAfter } from "../http/retry-after";
import type { HttpAnswer } from "../http/types";
import { tryJson } from "../wire/json";

export const service = "Autotask";

type Meaning = {
  /** In small letters: the beginning of the text, or with `anywhere` a part of it. */
  text: string;
  anywhere?: true;
  kind: ApiErrorKind;
  refusal?: RefusalCode;
  retryAfterMs?: number;
};

/**
 * The one list of texts by which Autotask tells its errors apart: nearly all of them come with status 500.
 * The first that fits counts.
 */
const meanings: readonly Meaning[] = [
  { text: "integrationcode is invalid", kind: "unauthorised" },
  { text: "zone information could not be determined", kind: "unauthorised" },
  { text: "the logged in resource does not have the adequate permissions", kind: "forbidden" },
  // "API thread threshold of 3 threads has been exceeded", "Thread Threshold Exceeded": another call of ours must end.
  { text: "thread threshold", anywhere: true, kind: "rate_limited", retryAfterMs: 1 * SECOND },
  // The whole tenant's quota of the hour.
  { text: "request threshold", anywhere: true, kind: "rate_limited", retryAfterMs: 5 * MINUTE },
  // It does not say on which side of the contract the date lies; before its start the planner holds the line itself.
  {
    text: "contractserviceadjustment effectivedate must be between the start date and end date",
    kind: "rejected",
    refusal: "agreement_ended",
  },
  { text: "attempt to insert duplicate data into contract_service_period", kind: "rejected" },
  {
    text: "the service referenced by serviceid is on this contract already",
    kind: "rejected",
    refusal: "price_conflict",
  },
  {
    text: "violation of unique key constraint 'ix_service'",
    kind: "rejected",
    refusal: "psa_duplicate_name",
  },
  {
    text: "reference value on field: contractid of type: contract ",
    kind: "not_found",
    refusal: "agreement_missing",
  },
  { text: "reference value on field:", kind: "rejected", refusal: "psa_prerequisite_missing" },
  { text: "no message. no matching records found", kind: "not_found" },
  { text: "no matching records found", kind: "not_found" },
  { text: "invalid query syntax", kind: "rejected" },
  { text: "unable to find ", kind: "rejected" },
  { text: "conversion failed", kind: "rejected" },
  // A database that gave up: whether the write took effect is unknown.
  { text: "timeout expired", anywhere: true, kind: "timeout" },
  { text: "deadlock", anywhere: true, kind: "timeout" },
  { text: "negative", anywhere: true, kind: "rejected" },
];

/** A wrong verb or address is answered with `Message`, everything else with `errors`. */
const errorBody = z.union([
  z.object({ errors: z.array(z.string()).min(1) }),
  z.object({ Message: z.string() }).transform(({ Message }) => ({ errors: [Message] })),
]);

/** What an answer other than 2xx means, by the texts above and, where they say nothing, by its status. */
export function explainAnswer(answer: HttpAnswer, now: Date): ApiError {
  const read = errorBody.safeParse(tryJson(answer.text));
  const texts = read.success ? read.data.errors : [];
  const meaning = meaningOf(texts);
  const kind = meaning?.kind ?? kindOf(answer, texts.length > 0);
  const header = answer.headers["retry-after"];
  const retryAfterMs =
    parseRetryAfter(Array.isArray(header) ? header[0] : header, now) ?? meaning?.retryAfterMs;
  return new ApiError({
    service,
    kind,
    status: answer.status,
    call: answer.call,
    words: texts.length > 0 ? texts.join(" ") : `HTTP status ${answer.status}`,
    ...(answer.raw === null ? {} : { rawAnswer: answer.raw }),
    ...(meaning?.refusal === undefined ? {} : { refusal: meaning.refusal }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function meaningOf(texts: readonly string[]): Meaning | undefined {
  const said = texts.map((text) => text.trim().toLowerCase());
  return meanings.find(({ text, anywhere }) =>
    said.some((one) => (anywhere ? one.includes(text) : one.startsWith(text))),
  );
}

/**
 * A 500 with words that are not in the table: of a write it is a refusal, which is what Autotask's validation looks like;
 * a read has nothing to be refused for. A 500 without words comes from a gateway: nobody knows how far the call got.
 */
function kindOf({ status, call }: HttpAnswer, hasWords: boolean): ApiErrorKind {
  if (status >= 500) return hasWords && !isRead(call) ? "rejected" : "unavailable";
  // Redirects are not followed: whether a write took effect behind one is unknown.
  return status < 400 ? "unreadable" : (kindsByStatus[status] ?? "rejected");
}

/** Queries are posted, so the method alone does not tell. */
function isRead(call: string): boolean {
  return call.startsWith("GET ") || /\/query(\/|$)/i.test(call);
}
