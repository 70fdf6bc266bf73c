import type { SandboxResponse } from "../http/service";

/** One entry of `errors` in an answer that refuses an object. */
export type FieldError = { code: string; message: string; field: string };

/** Thrown anywhere inside a call; becomes the answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly headers: Record<string, string> = {},
  ) {
    super(`ConnectWise answers ${status}`);
  }

  /** Errors are pretty-printed with CRLF, unlike answers that succeed. */
  toResponse(): SandboxResponse {
    return {
      status: this.status,
      headers: { "content-type": "application/json; charset=utf-8", ...this.headers },
      body: JSON.stringify(this.body, null, 2).replaceAll("\n", "\r\n"),
    };
  }
}

export const plain = (status: number, code: string, message: string): Problem =>
  new Problem(status, { code, message });

/** `resource` as the API names it in messages: "addition", "catalogItem". */
export function invalidObject(resource: string, errors: FieldError[]): Problem {
  return new Problem(400, {
    code: "InvalidObject",
    message: `${resource} object is invalid`,
    errors: errors.map(({ code, message, field }) => ({ code, message, resource, field })),
  });
}

export const noEndpoint = () => plain(404, "ConnectWiseApi", "The endpoint does not exist.");

export const notFound = (what: string, id: number | string) =>
  plain(404, "NotFound", `${what} ${id} not found`);

export const badCondition = (message: string) => plain(400, "ApiFindCondition", message);

export const forbidden = () =>
  plain(403, "Security", "You do not have security permission to perform this action.");

/** The body's text of a 409 is not known from any source. */
export const inUse = (what: string, id: number) =>
  plain(409, "RecordInUse", `${what} ${id} is in use and cannot be deleted.`);

export function wrongMethod(method: string, allowed: readonly string[]): Problem {
  const message = `The requested resource does not support http method '${method}'.`;
  return new Problem(405, { code: "ConnectWiseApi", message }, { allow: allowed.join(", ") });
}

/** The only error with other keys than code and message. */
export function tooManyRequests(seconds: number): Problem {
  const message = `Too many requests. Please try again in ${seconds} seconds.`;
  return new Problem(429, { error: "ConnectWiseAPI", message }, { "retry-after": String(seconds) });
}

/** `text` is the raw body, to say where the member stands in it. */
export function unknownMember(member: string, typeName: string, text: string): Problem {
  const at = text.indexOf(`"${member}"`);
  const position = at < 0 ? 0 : at + member.length + 3;
  return plain(
    400,
    "ConnectWiseApi",
    `Could not find member '${member}' on object of type '${typeName}'. Path '${member}', line 1, position ${position}.` +
      "Check your accept header to make sure you are using the correct version.",
  );
}

export const cannotConvert = (value: unknown, typeName: string, path: string) =>
  plain(
    500,
    "ConnectWiseApi",
    `Error converting value ${JSON.stringify(value)} to type '${typeName}'. Path '${path}'.`,
  );
