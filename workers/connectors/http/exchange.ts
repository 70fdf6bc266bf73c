import { Agent, type Dispatcher } from "undici";
import { SECOND, systemClock } from "@/lib/clock";
import { guardedLookup, requireAllowedHost } from "../host-rule";
import { readText } from "./read-body";
import { transportError } from "./transport-error";
import { callOf, type HttpAnswer, type HttpOptions, type HttpRequest } from "./types";

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

  /** Sends once and hands a 2xx answer, still unread, to `consume`. */
  body<T>(request: HttpRequest, consume: (response: Dispatcher.ResponseData) => T): Promise<T> {
    return this.open(request, async (response) => {
      if (hasFailed(response)) await this.readAnswer(request, response);
      return consume(response);
    });
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async open<T>(
    request: HttpRequest,
    consume: (response: Dispatcher.ResponseData) => Promise<T>,
  ): Promise<T> {
    const { service, hosts, onCall, clock = systemClock } = this.options;
    if (hosts) requireAllowedHost(request.url, hosts);
    const { url, method } = request;
    const begin = clock.monotonicMs();
    let response: Dispatcher.ResponseData | undefined;
    try {
      response = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: request.headers,
        body: request.body ?? null,
        signal: this.limit(request),
      });
      return await consume(response);
    } catch (error) {
      response?.body.on("error", () => {}).destroy();
      throw transportError(error, {
        service,
        call: callOf(request),
        status: response?.statusCode ?? null,
        stopped: request.signal?.aborted ?? false,
      });
    } finally {
      const ms = Math.round(clock.monotonicMs() - begin);
      onCall?.({ method, path: url.pathname, status: response?.statusCode ?? null, ms });
    }
  }

  private async readAnswer(request: HttpRequest, response: Dispatcher.ResponseData): Promise<HttpAnswer> {
    const { service, explain, maxBytes = 32 * MEGABYTE, clock = systemClock } = this.options;
    const failed = hasFailed(response);
    // A failed status is an answer in itself: a body that breaks off must not make it unclear.
    const text = await readText(response.body, maxBytes).catch((error: unknown) => {
      if (failed) return "";
      throw error;
    });
    const { statusCode: status, headers } = response;
    const answer = { service, call: callOf(request), status, headers, text, raw: this.redact(text) };
    if (failed) throw explain(answer, clock.now());
    return answer;
  }

  private redact(text: string): string {
    const secrets = (this.options.secrets?.() ?? []).filter((secret) => secret !== "");
    const longest = Math.max(0, ...secrets.map((secret) => secret.length));
    const start = text.slice(0, longestRaw + longest);
    return secrets.reduce((kept, secret) => kept.replaceAll(secret, "•••"), start).slice(0, longestRaw);
  }

  private limit({ signal, timeoutMs }: HttpRequest): AbortSignal {
    const limit = AbortSignal.timeout(timeoutMs ?? this.options.timeoutMs ?? 30 * SECOND);
    return signal ? AbortSignal.any([signal, limit]) : limit;
  }
}

function hasFailed({ statusCode }: Dispatcher.ResponseData): boolean {
  return statusCode < 200 || statusCode > 299;
}
