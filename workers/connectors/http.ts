import { MINUTE } from "@/lib/clock";
import { pause } from "@/lib/pause";
import { Exchange } from "./http/exchange";
import { callOf, type HttpAnswer, type HttpHeaders, type HttpOptions, type HttpRequest } from "./http/types";
import { decideRetry } from "./retry";

/**
 * HTTP for one connector: kept-alive connections, a limit of time and size on each answer, no redirects,
 * errors only as ApiError. `read` tries again by `decideRetry` while the waits fit a budget; `write` sends once.
 */
export class HttpClient {
  private readonly exchange: Exchange;

  constructor(private readonly options: HttpOptions) {
    this.exchange = new Exchange(options);
  }

  read(request: HttpRequest): Promise<HttpAnswer> {
    const own = this.stoppable(request);
    return this.retrying(own, () => this.exchange.answer(own));
  }

  write(request: HttpRequest): Promise<HttpAnswer> {
    return this.exchange.answer(request);
  }

  /**
   * A long answer, a chunk at a time. It is tried again only until it begins; a break later on is thrown.
   * `begin` sees the headers first and may refuse the answer by throwing.
   */
  stream(request: HttpRequest, begin: (headers: HttpHeaders) => void): Promise<AsyncIterable<Uint8Array>> {
    const own = this.stoppable(request);
    return this.retrying(own, () => this.exchange.body(own, begin));
  }

  /** Ends the connections once nothing is under way. */
  close(): Promise<void> {
    return this.exchange.close();
  }

  private stoppable(request: HttpRequest): HttpRequest {
    const { signal } = this.options;
    if (!signal) return request;
    return { ...request, signal: request.signal ? AbortSignal.any([request.signal, signal]) : signal };
  }

  private async retrying<T>(request: HttpRequest, send: () => Promise<T>): Promise<T> {
    const { waitBudgetMs = 1 * MINUTE, sleep = pause, random = Math.random, onWait } = this.options;
    let budget = waitBudgetMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        const { retry, reason, waitMs } = decideRetry(error, attempt, random);
        if (!retry || waitMs > budget || request.signal?.aborted) throw error;
        budget -= waitMs;
        onWait?.({ call: callOf(request), reason, waitMs });
        await sleep(waitMs, request.signal);
        if (request.signal?.aborted) throw error;
      }
    }
  }
}
