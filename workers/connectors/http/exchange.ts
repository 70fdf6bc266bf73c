import { Agent, type Dispatcher } from "undici";
import { SECOND, systemClock } from "@/lib/clock";
import type { ApiError } from "@/lib/errors";
import { guardedLookup, requireAllowedHost } from "../host-rule";
import { beginInTime } from "./begin-in-time";
import { readText, withinLimit } from "./read-body";
import { transportError } from "./transport-error";
import { callOf, type HttpAnswer, type HttpHeaders, type HttpOptions, type HttpRequest } from "./types";

const MEGABYTE = 1024 * 1024;
const longestRaw = 2_000;

/** Single requests on a pool of kept-alive connections; redirects are never followed. Throws only ApiError. */
export class Exchange {
  private readonly agent: Agent;

  constructor(private readonly options: HttpOptions) {
    this.agent = new Agent({
      connections: options.connections ?? 8,
      pipelining: 1,
      // The signal of each request limits it as a whole.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: 10 * SECOND, ...(options.hosts ? { lookup: guardedLookup(options.hosts) } : {}) },
    });
  }

  /** The whole answer; one other than 2xx is thrown as the service's error. */
  answer(request: HttpRequest): Promise<HttpAnswer> {
    return this.open(request, (response) => this.readAnswer(request, response));
  }

  /** The body of a 2xx answer, still unread, after `begin` has seen its headers. */
  body(request: HttpRequest, begin: (headers: HttpHeaders) => void): Promise<AsyncIterable<Uint8Array>> {
    return this.open(request, async (response, broken) => {
      if (hasFailed(response)) await this.readAnswer(request, response);
      begin(response.headers);
      return explained(withinLimit(response.body, this.bytesOf(request)), broken);
    });
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async open<T>(
    request: HttpRequest,
    consume: (response: Dispatcher.ResponseData, broken: (error: unknown) => ApiError) => Promise<T>,
  ): Promise<T> {
    const { service, hosts, onCall, clock = systemClock } = this.options;
    if (hosts) requireAllowedHost(request.url, hosts);
    const { url, method } = request;
    const begin = clock.monotonicMs();
    const limitMs = request.timeoutMs ?? this.options.timeoutMs ?? 30 * SECOND;
    const limit = AbortSignal.timeout(limitMs);
    const isLate = () => limit.aborted || clock.monotonicMs() - begin >= limitMs;
    let response: Dispatcher.ResponseData | undefined;
    const broken = (error: unknown) =>
      transportError(error, {
        service,
        call: callOf(request),
        status: response?.statusCode ?? null,
        ended: request.signal?.aborted ? "stopped" : isLate() ? "late" : null,
      });
    try {
      response = await this.agent.compose(beginInTime(isLate)).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: request.headers,
        body: request.body ?? null,
        signal: request.signal ? AbortSignal.any([request.signal, limit]) : limit,
      });
      return await consume(response, broken);
    } catch (error) {
      response?.body.on("error", () => {}).destroy();
      throw broken(error);
    } finally {
      const ms = Math.round(clock.monotonicMs() - begin);
      onCall?.({ service, method, path: url.pathname, status: response?.statusCode ?? null, ms });
    }
  }

  private async readAnswer(request: HttpRequest, response: Dispatcher.ResponseData): Promise<HttpAnswer> {
    const { service, explain, clock = systemClock } = this.options;
    const failed = hasFailed(response);
    // A failed status is an answer in itself: a body that breaks off must not make it unclear.
    const text = await readText(response.body, this.bytesOf(request)).catch((error: unknown) => {
      if (failed) return "";
      throw error;
    });
    const { statusCode: status, headers } = response;
    const raw = this.redact(text, longestRaw);
    const answer = { service, call: callOf(request), status, headers, text, raw };
    if (failed) throw explain({ ...answer, text: this.redact(text, text.length) }, clock.now());
    return answer;
  }

  private bytesOf(request: HttpRequest): number {
    return request.maxBytes ?? this.options.maxBytes ?? 32 * MEGABYTE;
  }

  /** The beginning of the text, of so many characters at most. */
  private redact(text: string, length: number): string {
    const secrets = (this.options.secrets?.() ?? []).filter((secret) => secret !== "");
    const longest = Math.max(0, ...secrets.map((secret) => secret.length));
    const start = text.slice(0, length + longest);
    return secrets.reduce((kept, secret) => kept.replaceAll(secret, "•••"), start).slice(0, length);
  }
}

function hasFailed({ statusCode }: Dispatcher.ResponseData): boolean {
  return statusCode < 200 || statusCode > 299;
}

async function* explained(
  chunks: AsyncIterable<Uint8Array>,
  broken: (error: unknown) => ApiError,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw broken(error);
  }
}
