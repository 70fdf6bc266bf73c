import { MINUTE } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { HttpClient } from "../http";
import type { HttpAnswer, HttpHeaders, HttpRequest } from "../http/types";
import type { AccessToken } from "./token";

export type Query = Readonly<Record<string, string>>;

const MEGABYTE = 1024 * 1024;
const longestFile = 256 * MEGABYTE;

/** PRISM's calls: the address, the bearer token, and its renewal once when it is refused. Reads only. */
export class PrismClient {
  constructor(
    private readonly http: HttpClient,
    private readonly apiUrl: string,
    private readonly token: AccessToken,
  ) {}

  get(path: string, query: Query = {}): Promise<HttpAnswer> {
    return this.withToken(path, query, "application/json", (request) => this.http.read(request));
  }

  /** A long answer, a chunk at a time. `begin` may refuse it by its headers. */
  file(
    path: string,
    accept: "text/csv" | "application/json",
    begin: (headers: HttpHeaders) => void,
  ): Promise<AsyncIterable<Uint8Array>> {
    return this.withToken(path, {}, accept, (request) =>
      this.http.stream({ ...request, timeoutMs: 10 * MINUTE, maxBytes: longestFile }, begin),
    );
  }

  private async withToken<T>(
    path: string,
    query: Query,
    accept: string,
    send: (request: HttpRequest) => Promise<T>,
  ): Promise<T> {
    const url = new URL(`${this.apiUrl.replace(/\/+$/, "")}/${path}`);
    url.search = new URLSearchParams(query).toString();
    const request = (token: string): HttpRequest => ({
      method: "GET",
      url,
      headers: { authorization: `Bearer ${token}`, accept },
    });
    const first = await this.token.get();
    try {
      return await send(request(first));
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind !== "unauthorised") throw error;
      this.token.drop(first);
      return send(request(await this.token.get()));
    }
  }
}
