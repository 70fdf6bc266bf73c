import { ApiError } from "@/lib/errors";
import type { HttpClient } from "../../http";
import type { HttpAnswer, HttpRequest } from "../../http/types";
import type { WriteLimits } from "../../psa";
import { writeJson } from "../../wire/json";
import { service, UncertainNotFound } from "../errors";
import type { Discovery } from "./discovery";

export type Query = Readonly<Record<string, string>>;
export type Keys = { companyId: string; publicKey: string; privateKey: string; clientId: string };

/** `path` is below `apis/3.0/`. */
export type Call = { method: HttpRequest["method"]; path: string; query?: Query; body?: unknown };

/** The version whose shapes the schemas describe. */
const accept = "application/vnd.connectwise.com+json; version=2025.1";

/** A list that needs no more than keys that are right; lacking the right to read it is a 403. */
const keysProbe: Call = { method: "GET", path: "company/companies", query: { pageSize: "1", fields: "id" } };

export function basicKeys({ companyId, publicKey, privateKey }: Keys): string {
  return Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString("base64");
}

/** ConnectWise's calls: addresses, headers, and what a 404 may mean. Throws only ApiError. */
export class ConnectWiseClient {
  private readonly headers: Record<string, string>;

  constructor(
    private readonly http: HttpClient,
    private readonly discovery: Discovery,
    keys: Keys,
  ) {
    this.headers = { authorization: `Basic ${basicKeys(keys)}`, clientid: keys.clientId, accept };
  }

  get(path: string, query: Query = {}): Promise<HttpAnswer> {
    return this.repeatable({ method: "GET", path, query });
  }

  /**
   * A call that changes nothing, however often it is made: a read, or a write that must fail validation.
   * Throws `not_found` only for a record that is certainly missing: see `settle`.
   */
  async repeatable(call: Call): Promise<HttpAnswer> {
    const base = await this.discovery.base();
    const read = (at: URL) => this.http.read(this.request(call, at));
    try {
      return await read(base);
    } catch (error) {
      if (!(error instanceof UncertainNotFound)) throw error;
      const moved = await this.discovery.movedFrom(base);
      return moved ? read(moved).catch((again) => this.settle(again)) : this.settle(error);
    }
  }

  /**
   * Sends once, within the limits, and never again here. A 404 from a site that has just moved is `unavailable`:
   * the write was not made, and reading will show it.
   */
  async write(call: Call, limits: WriteLimits): Promise<HttpAnswer> {
    const late = AbortSignal.timeout(limits.timeoutMs);
    const signal = limits.signal ? AbortSignal.any([limits.signal, late]) : late;
    const base = await this.discovery.base();
    if (signal.aborted)
      throw new ApiError({ service, kind: "timeout", words: "There was no time left to write." });
    try {
      return await this.http.write({ ...this.request(call, base), timeoutMs: limits.timeoutMs, signal });
    } catch (error) {
      if (!(error instanceof UncertainNotFound)) throw error;
      if ((await this.discovery.movedFrom(base)) === null) return this.settle(error);
      const words = "The ConnectWise site has moved to another version just now.";
      throw new ApiError({ service, kind: "unavailable", status: 404, words, cause: error });
    }
  }

  private request({ method, path, query = {}, body }: Call, base: URL): HttpRequest {
    const url = new URL(path, base);
    url.search = new URLSearchParams(query).toString();
    if (body === undefined) return { method, url, headers: this.headers };
    const headers = { ...this.headers, "content-type": "application/json" };
    return { method, url, headers, body: writeJson(body) };
  }

  /**
   * An uncertain 404 of a site that has not moved: either the keys are wrong or the record is missing.
   * Taking the first for the second would make a line look deleted, so the keys are tried on a list.
   */
  private async settle(error: unknown): Promise<never> {
    if (!(error instanceof UncertainNotFound) || (await this.acceptsKeys())) throw error;
    const words = "ConnectWise does not accept the company id or the keys.";
    throw new ApiError({ service, kind: "unauthorised", status: 404, words, cause: error });
  }

  private async acceptsKeys(): Promise<boolean> {
    try {
      await this.http.read(this.request(keysProbe, await this.discovery.base()));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === "forbidden") return true;
      if (error.kind === "not_found" || error.kind === "unauthorised") return false;
      throw error;
    }
  }
}
