import { Resend } from "resend";
import { z } from "zod";
import type { RenderedMail } from "@/emails/render-mail";
import { SECOND } from "@/lib/clock";
import { ApiError, type ApiErrorKind } from "@/lib/errors";

const service = "Resend";
const call = "POST /emails";

/** Below the time for which a mail is claimed, so that two tries of one mail do not meet. */
const timeLimit = 20 * SECOND;

export type OutgoingMail = RenderedMail & {
  to: string[];
  /** The provider takes one mail per key within 24 hours, whatever became of earlier answers. */
  idempotencyKey: string;
};

/** Hands a mail to the provider and returns its id there. Throws ApiError. */
export type Mailer = (mail: OutgoingMail) => Promise<{ providerId: string }>;

const accepted = z.object({ id: z.string().min(1) });
const refused = z.object({
  name: z.string(),
  statusCode: z.number().nullable(),
  message: z.string().optional(),
});

/** A mailer on Resend. `baseUrl` points it at a stand-in. The SDK is made with the first mail: it throws without a key. */
export function createMailer(settings: { apiKey: string; baseUrl?: string; from: string }): Mailer {
  let client: Resend | undefined;
  return async ({ idempotencyKey, stopUrl, ...mail }) => {
    const headers = stopUrl ? { headers: { "List-Unsubscribe": `<${stopUrl}>` } } : {};
    client ??= new Resend(settings.apiKey, settings.baseUrl ? { baseUrl: settings.baseUrl } : {});
    const signal = AbortSignal.timeout(timeLimit);
    const answer = await client.emails
      .send({ from: settings.from, ...mail, ...headers }, { idempotencyKey, signal })
      .catch((cause: unknown) => {
        throw new ApiError({ service, call, kind: signal.aborted ? "timeout" : "unreadable", cause });
      });
    const sent = accepted.safeParse(answer.data);
    if (sent.success) return { providerId: sent.data.id };
    throw errorOf(answer.error, answer.headers, signal.aborted);
  };
}

function errorOf(error: unknown, headers: Record<string, string> | null, timedOut: boolean): ApiError {
  const known = refused.safeParse(error);
  if (!known.success) return new ApiError({ service, call, kind: "unreadable" });
  const { name, statusCode, message } = known.data;
  // Without a status there was no answer that could be read: the mail may have been accepted.
  if (statusCode === null) return new ApiError({ service, call, kind: timedOut ? "timeout" : "unavailable" });
  return new ApiError({
    service,
    call,
    kind: kindOf(name, statusCode),
    status: statusCode,
    retryAfterMs: retryAfterMs(headers?.["retry-after"]),
    words: message?.slice(0, 300),
  });
}

/** Resend's errors by name where a name says more than its status: https://resend.com/docs/api-reference/errors */
function kindOf(name: string, status: number): ApiErrorKind {
  if (name === "invalid_idempotent_request") return "rejected";
  if (status === 401) return "unauthorised";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 405) return "not_found";
  if (status === 409) return "conflict";
  if (status === 429) return "rate_limited";
  if (status === 400 || status === 422) return "rejected";
  return "unavailable";
}

function retryAfterMs(header: string | undefined): number | undefined {
  return header && /^\d{1,6}$/.test(header) ? Number(header) * SECOND : undefined;
}
